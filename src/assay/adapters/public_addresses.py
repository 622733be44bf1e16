"""Which IP addresses a stranger's document may make us connect to: public unicast ones, and no others.

A document that names ``https://intranet/`` or a host whose DNS says 127.0.0.1 would turn a verifier into a tool
against the network it runs in. Asking Python for ``is_global`` is not enough: it calls 64:ff9b::7f00:1 (NAT64),
2002:7f00:1:: (6to4), 224.0.0.1 and 192.0.0.8 global, and the first two carry an IPv4 address inside.
Source: the IANA IPv4 and IPv6 Special-Purpose Address Registries, RFC 6890.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

_IPV4_SPECIAL = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network, RFC 791
        "10.0.0.0/8",  # private, RFC 1918
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; cloud machines keep their credentials at 169.254.169.254
        "172.16.0.0/12",  # private, RFC 1918
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "192.0.2.0/24",  # documentation, RFC 5737
        "192.31.196.0/24",  # AS112 sink, RFC 7535
        "192.52.193.0/24",  # AMT relays, RFC 7450
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "192.168.0.0/16",  # private, RFC 1918
        "192.175.48.0/24",  # AS112 sink, RFC 7534
        "198.18.0.0/15",  # benchmarks, RFC 2544
        "198.51.100.0/24",  # documentation, RFC 5737
        "203.0.113.0/24",  # documentation, RFC 5737
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Outside this block there is loopback, link-local, private (fc00::/7), multicast, IPv4 in disguise
# (::ffff:0:0/96, ::/96) and NAT64 (64:ff9b::/96, 64:ff9b:1::/48).
_IPV6_UNICAST = IPv6Network("2000::/3")
_IPV6_SPECIAL = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # IETF protocol assignments, with Teredo (2001::/32) and ORCHID
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # 6to4: an IPv4 address inside, RFC 3056
        "2620:4f:8000::/48",  # AS112 sink, RFC 7534
        "3fff::/20",  # documentation, RFC 9637
    )
)


def is_public(text: str) -> bool:
    """Whether ``text`` is an address in its ordinary spelling that lies in public unicast space.

    ``2130706433``, ``0177.0.0.1`` and ``fe80::1%eth0`` are not; nor is anything that is no address at all.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _IPV4_SPECIAL)
    return address in _IPV6_UNICAST and not any(address in network for network in _IPV6_SPECIAL)
