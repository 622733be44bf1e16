"""The revocation list of Open Badges 3.0: ids in the clear, unsigned, at the address that the signed credential names.

    {"id": "https://brunel.example/revocations", "issuer": "did:web:brunel.example",
     "revokedCredential": [{"id": "urn:uuid:5f3c…", "revoked": true, "revocationReason": "issued in error"}]}

It is as true as the https connection it came over, and it tells everybody who was revoked; so we read such lists and
publish none. Source: 1EdTech Revocation List Status Method 1.0; Open Badges 3.0 §9.1, step 4.

Not checked: that ``issuer`` is the credential's; the caller compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote

from assay.science.errors import Code, MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.securing.strict_json import JsonObject, JsonValue, parse_object, pointer
from assay.science.status.status_list import StatusJudgement

# Some forty thousand revocations. A longer list is refused, and the status then unknown.
MAX_BYTES = 4 << 20

_CLAUSE = "1EdTech Revocation List Status Method 1.0"
# Both spellings are in use. To know only one is to take a list in the other for an empty one.
_MEMBERS = ("revokedCredential", "revokedCredentials")


@dataclass(frozen=True, slots=True)
class RevocationList:
    """Who was revoked. ``reasons`` has one member for each revoked id, ``""`` where the issuer gave no reason."""

    id: str
    issuer: str
    reasons: Mapping[str, str]


def read_revocation_list(raw: bytes) -> RevocationList:
    """Read a list as fetched. Entries are ids, or objects with an ``id`` that count unless they say ``revoked: false``.

    Raises ``MalformedDocument``, as ``strict_json.parse_object`` does or with ``STATUS_INVALID``; so too when there is
    no list in it, because an error page must not read as "nobody was revoked".
    """
    document = parse_object(raw, max_bytes=MAX_BYTES)
    identifier, issuer = document.get("id"), document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not is_absolute_url(identifier):
        raise _invalid("a revocation list has a URL as its id", pointer("id"))
    if not is_absolute_url(name):
        raise _invalid("a revocation list names its issuer by a URL", pointer("issuer"))
    present = [member for member in _MEMBERS if member in document]
    if not present:
        raise _invalid("a revocation list without revokedCredential", "")
    reasons: dict[str, str] = {}
    for member in present:
        reasons |= _read_revoked(document, member)
    return RevocationList(identifier, name, MappingProxyType(reasons))


def is_revoked(revocations: RevocationList, credential_id: str) -> bool:
    """Whether the list names this credential, its id read as Open Badges 3.0 reads ids: see ``_comparable``."""
    return _comparable(credential_id) in revocations.reasons


def judge_listing(revocations: RevocationList, credential_id: str) -> StatusJudgement:
    """Say what the list means for this credential, with the issuer's reason quoted and cut."""
    if not is_revoked(revocations, credential_id):
        return StatusJudgement("HOLDS", Code.OK, "the issuer's revocation list does not name this credential")
    given = revocations.reasons[_comparable(credential_id)]
    because = f", saying {given!r:.120}" if given else ""
    return StatusJudgement("FAILS", Code.REVOKED, f"the issuer has revoked this credential{because}")


def _read_revoked(document: JsonObject, member: str) -> dict[str, str]:
    listed = document[member]
    # An array of one may be written as its item (JSON-LD), and some writers do.
    entries = listed if isinstance(listed, list) else [listed]
    read = [_read_entry(entry, pointer(member, place)) for place, entry in enumerate(entries)]
    # An id that is named twice is revoked if either entry says so.
    return {identifier: reason for identifier, counts, reason in read if counts}


def _read_entry(entry: JsonValue, where: str) -> tuple[str, bool, str]:
    members: JsonObject = entry if isinstance(entry, dict) else {"id": entry}
    identifier = members.get("id")
    if not isinstance(identifier, str) or not identifier.strip():
        raise _invalid("a revoked credential is named by its id", where)
    revoked, reason = members.get("revoked", True), members.get("revocationReason", "")
    if not isinstance(revoked, bool):
        raise _invalid("revoked is true or false", where + pointer("revoked"))
    return _comparable(identifier), revoked, reason if isinstance(reason, str) else ""


def _comparable(identifier: str) -> str:
    """One spelling for ids that Open Badges 3.0 §10 holds equal: percent-encoding undone, no white space around."""
    return unquote(identifier).strip()


def _invalid(reason: str, where: str) -> MalformedDocument:
    return MalformedDocument(reason, where=where, clause=_CLAUSE, code=Code.STATUS_INVALID)
