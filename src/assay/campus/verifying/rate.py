"""How often one visitor may ask for something that costs us work or somebody else a request."""

import time
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from assay.science.errors import Code, Refused

# A careful person verifies a few a minute; a registrar pastes a folder's worth. More belongs to the command line.
PER_MINUTE = 60
# A registrar's folder has as many shapes as issuers. Whoever makes up a new one for each request would have us compile
# all day, and push those that others use out of memory.
NEW_SHAPES_PER_MINUTE = 10


def spend(request: HttpRequest, what: str, *, per_minute: int = PER_MINUTE) -> None:
    """Count one request of this visitor. Raises ``Refused`` with ``TOO_MANY`` above ``per_minute``."""
    if _counted(request, what) > per_minute:
        raise Refused(
            f"more than {per_minute} of these in a minute; wait a minute, or verify files with the command line",
            code=Code.TOO_MANY,
        )


def may_learn(request: HttpRequest) -> bool:
    """Count one new shape of this visitor's documents: whether it may be learned, or is to be verified the long way."""
    return _counted(request, "learn") <= NEW_SHAPES_PER_MINUTE


def _counted(request: HttpRequest, what: str) -> int:
    """How many of these this visitor has had in this minute, with this one.

    The address is used as a key for a minute and stored nowhere else.
    """
    window = int(time.time() // 60)
    key = f"rate:{what}:{_visitor(request)}:{window}"
    cache.add(key, 0, timeout=90)
    try:
        return cache.incr(key)
    except ValueError:  # a full cache has dropped it between the two lines
        return 1


def _visitor(request: HttpRequest) -> str:
    """The caller as allauth counts it: behind our proxy by what the proxy says, not by the proxy itself.

    Of an IPv6 address the network: whoever has one has 2^64 addresses in it (RFC 4291 §2.5.1).
    """
    try:
        address = ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):  # none is stated, or it is none: all of those are one visitor
        return "unknown"
    if isinstance(address, IPv6Address):
        return f"net{int(address) >> 64:x}"
    return str(address)
