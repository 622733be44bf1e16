"""Where the keys behind an identifier are to be found. Pure: it says what to fetch and fetches nothing.

    did:key:…     the document itself, from the identifier alone
    did:web:…     FetchFrom(https://…/did.json)
    https://…     FetchFrom(the same URL), a controlled identifier document

The allow-list is the defence: a scheme that is not here cannot make anybody connect anywhere.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from assay.science.dids.did_document import ControllerDocument
from assay.science.dids.did_key import resolve_did_key
from assay.science.dids.did_web import did_web_url
from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.identifiers import HttpsUrl, is_absolute_url
from assay.science.securing.known import remembered

# DID Core 1.0 §3.1: "did:", a method name in lower case, and the method's own identifier.
_DID = re.compile(r"did:(?P<method>[a-z0-9]+):(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})\Z")


@dataclass(frozen=True, slots=True)
class FetchFrom:
    """The controller document has to be fetched; give the bytes to ``read_controller_document``."""

    url: str


Location: TypeAlias = ControllerDocument | FetchFrom


@remembered
def locate(identifier: str) -> Location:
    """The document of an issuer's or holder's identifier, or where to fetch it.

    Raises ``MalformedDocument`` with ``DID_INVALID`` for what is neither a DID nor an https URL (``http:``, a
    fragment, a user name in the URL), ``Refused`` with ``DID_METHOD_UNSUPPORTED`` for DID methods not read here,
    with ``KEY_REFUSED`` for a did:key whose key is refused. Source: DID Core 1.0 §3.1, CID 1.0 §2.1.1.
    """
    if not identifier.startswith("did:"):
        HttpsUrl.from_text(identifier)
        return FetchFrom(identifier)
    match = _DID.match(identifier)
    if match is None:
        raise MalformedDocument(f"not a DID: {identifier!r:.100}", clause="DID Core 1.0 §3.1", code=Code.DID_INVALID)
    if match["method"] == "key":
        return resolve_did_key(identifier)
    if match["method"] == "web":
        return FetchFrom(did_web_url(identifier))
    reason = f"did:{match['method']:.40} is not resolved here; did:key, did:web and https: are"
    raise Refused(reason, code=Code.DID_METHOD_UNSUPPORTED, clause="DID Core 1.0 §3.1")


@remembered
def split_did_url(url: str) -> tuple[str, str]:
    """The identifier to ``locate`` and the fragment of a verification method's id; the fragment may be ``""``.

    ``did:web:uni.example#key-1`` gives ``("did:web:uni.example", "key-1")``; https URLs are split alike.
    Raises ``MalformedDocument`` with ``DID_INVALID`` for what is no absolute URL, an empty fragment (``did:x:y#``),
    or a path or query after a DID, which nobody here dereferences. Source: CID 1.0 §3.3, DID Core 1.0 §3.2.
    """
    identifier, mark, fragment = url.partition("#")
    is_did_url_with_more = identifier.startswith("did:") and re.search("[/?;]", identifier)
    if not is_absolute_url(url) or is_did_url_with_more or (mark and not fragment):
        reason = f"not the id of a verification method: {url!r:.100}"
        raise MalformedDocument(reason, clause="CID 1.0 §3.3", code=Code.DID_INVALID)
    return identifier, fragment
