"""did:web: an identifier that names a place on the web where its document is kept.

    did:web:uni.example                         https://uni.example/.well-known/did.json
    did:web:uni.example:issuers:7               https://uni.example/issuers/7/did.json
    did:web:localhost%3A8443:issuers:7          https://localhost:8443/issuers/7/did.json

Whoever holds the domain today holds the identifier: a document fetched now says nothing about who held the
domain when something was signed. Source: did:web Method, sections "Method-specific identifier" (§2.3) and
"Read (Resolve)".
"""

import re
from typing import NoReturn
from urllib.parse import unquote

from assay.science.errors import Code, MalformedDocument
from assay.science.identifiers import HttpsUrl, is_host_name

# DID Core 1.0 §3.1, idchar: letters, digits, ".", "-", "_" and percent-encoded octets.
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+\Z")
# §2.3: the colon before a port is percent-encoded, because plain colons divide the path.
_HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]+)(?:%3[Aa](?P<port>[1-9][0-9]{0,4}))?\Z")
# Decoded, these could end the segment, the path or the text on some server.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\?#%]")


def did_web_url(did: str) -> str:
    """The https URL of the document that ``did`` names. The host is lower-cased, nothing else is changed.

    Raises ``MalformedDocument`` with ``DID_INVALID`` for an address in place of a domain name, a host beyond ASCII
    (IDNs are spelt ``xn--…``), an empty segment, ``..`` however encoded, an encoded slash, a path, query or fragment.
    Not checked: that the document found there calls itself ``did``; ``read_controller_document`` does.
    """
    prefix, _, identifier = did.partition("did:web:")
    if prefix or not identifier:
        _refuse(did, "it does not begin with did:web:")
    host, *path = identifier.split(":")
    match = _HOST.match(host)
    if match is None or not is_host_name(match["name"].lower()):
        _refuse(did, "no domain name, or one with more than a percent-encoded port")
    for segment in path:
        _check_segment(did, segment)
    port = f":{match['port']}" if match["port"] else ""
    url = f"https://{match['name'].lower()}{port}/{'/'.join(path) or '.well-known'}/did.json"
    HttpsUrl.from_text(url)
    return url


def _check_segment(did: str, segment: str) -> None:
    if not _SEGMENT.match(segment):
        _refuse(did, "an empty path segment or a letter that no DID holds")
    try:
        plain = unquote(segment, errors="strict")
    except UnicodeDecodeError:
        _refuse(did, "a path segment that is not UTF-8")
    if plain in {".", ".."} or _UNSAFE.search(plain):
        _refuse(did, "a path segment that leads elsewhere")


def _refuse(did: str, reason: str) -> NoReturn:
    raise MalformedDocument(f"not a did:web: {reason}: {did!r:.100}", clause="did:web §2.3", code=Code.DID_INVALID)
