"""What a status list credential says: its bits, what they are about, how long they count, what an entry reads there.

    {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "https://brunel.example/status/3",
     "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": "did:web:brunel.example",
     "validFrom": "2026-11-22T09:00:00Z", "validUntil": "2026-11-23T09:00:00Z",
     "credentialSubject": {"id": "https://brunel.example/status/3#list", "type": "BitstringStatusList",
                           "statusPurpose": "revocation", "encodedList": "uH4sIAAAAAAAAA-3BIQEAAAACIKc7…"}}

Source: Bitstring Status List 1.0 §2.2 and §3.2. Not checked: the list's signature, and whether its issuer may speak
about the credential (§2.2 lets them differ); the caller does both before it believes a word of this.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.identifiers import is_absolute_url
from assay.science.instants import ValidityPeriod, format_timestamp, parse_timestamp
from assay.science.securing.contexts import VC_2
from assay.science.securing.strict_json import JsonObject, JsonValue, pointer
from assay.science.status import bitstring
from assay.science.status.status_entry import BitstringStatusListEntry

_LIST_TYPES = ("VerifiableCredential", "BitstringStatusListCredential")
_CLAUSE = "BSL 1.0 §2.2"
_VALIDATE = "BSL 1.0 §3.2"


@dataclass(frozen=True, slots=True)
class StatusList:
    """A published list. ``ttl_ms``: after how long asking again is worth while; it does not prolong ``period``."""

    id: str | None
    issuer: str
    purposes: frozenset[str]
    period: ValidityPeriod
    ttl_ms: int | None
    bits: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StatusValue:
    """What the list says of one entry: the number, and the issuer's word for it (one bit: "set" or "unset")."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class StatusJudgement:
    """What a status means for the credential: the name of an outcome, a reason code, a sentence."""

    outcome_name: Literal["HOLDS", "FAILS", "UNKNOWN"]
    code: Code
    reason: str


def read_status_list(document: JsonObject) -> StatusList:
    """Read a status list credential whose signature has been verified.

    Raises ``MalformedDocument``: ``WRONG_TYPE`` if it is another kind of credential, ``STATUS_INVALID`` if it breaks
    the rules of its kind or is shorter than 131,072 bits, ``TOO_LARGE`` beyond 8 MiB of bits.
    """
    _require_kind(document)
    where = pointer("credentialSubject")
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict):
        raise _invalid("a status list credential has one subject, the list", where)
    if subject.get("type") not in ("BitstringStatusList", ["BitstringStatusList"]):
        raise _invalid("the subject of a status list credential is a BitstringStatusList", where + pointer("type"))
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise _invalid("encodedList is a string", where + pointer("encodedList"))
    bits = bitstring.decode_bitstring(encoded, where=where + pointer("encodedList"))
    if len(bits) * 8 < bitstring.LIST_LENGTH:
        reason = f"a list of {len(bits) * 8} bits is too short for its holders to hide in"
        raise _invalid(reason, where + pointer("encodedList"))
    return StatusList(
        id=_read_id(document),
        issuer=_read_issuer(document.get("issuer")),
        purposes=_read_purposes(subject.get("statusPurpose"), where + pointer("statusPurpose")),
        period=_read_period(document),
        ttl_ms=_read_ttl(subject, where + pointer("ttl")),
        bits=bits,
    )


def require_current(status_list: StatusList, *, at: datetime) -> None:
    """Refuse, with ``STATUS_STALE``, a list outside its validity period: its host may be hiding a newer one.

    A list that has run out still proves one thing: what it shows as revoked was revoked, for that cannot be undone.
    """
    if not status_list.period.contains(at):
        raise Refused("the status list does not count at this time", code=Code.STATUS_STALE, clause="BSL 1.0 §7.2")


def lookup(entry: BitstringStatusListEntry, status_list: StatusList) -> StatusValue:
    """Read the entry's value in the list that was found at its address.

    Raises ``Refused``: ``STATUS_INVALID`` if that is another list, a list about something else, or one of fewer than
    131,072 entries; ``STATUS_RANGE`` if the index lies outside it. Source: BSL 1.0 §3.2, steps 5, 9 and 10.
    """
    # One host serves many lists of one issuer, all well signed: it must not answer for one of them with another.
    if status_list.id is not None and status_list.id != entry.list_url:
        raise Refused("another status list was found at that address", code=Code.STATUS_INVALID, clause=_CLAUSE)
    if entry.purpose not in status_list.purposes:
        reason = f"the status list is not about {entry.purpose!r:.60}"
        raise Refused(reason, code=Code.STATUS_INVALID, clause=_VALIDATE)
    if len(status_list.bits) * 8 < bitstring.LIST_LENGTH * entry.size:
        reason = f"the status list has fewer than {bitstring.LIST_LENGTH} entries of {entry.size} bits"
        raise Refused(reason, code=Code.STATUS_INVALID, clause=_VALIDATE)
    number = bitstring.get(status_list.bits, entry.index.value, entry.size)
    unnamed = "set" if number else "unset"
    return StatusValue(number, entry.messages[number] if entry.messages else unnamed)


_JUDGEMENTS = {
    ("revocation", True): StatusJudgement("FAILS", Code.REVOKED, "the issuer has revoked this credential"),
    ("revocation", False): StatusJudgement("HOLDS", Code.OK, "the issuer has not revoked this credential"),
    ("suspension", True): StatusJudgement("FAILS", Code.SUSPENDED, "the issuer has suspended this credential for now"),
    ("suspension", False): StatusJudgement("HOLDS", Code.OK, "the issuer has not suspended this credential"),
    ("refresh", True): StatusJudgement("HOLDS", Code.STATUS_MESSAGE, "the issuer has a newer version; this one counts"),
    ("refresh", False): StatusJudgement("HOLDS", Code.OK, "the issuer has announced no newer version"),
    ("message", False): StatusJudgement("HOLDS", Code.OK, "the issuer has set no status message"),
}


def judge(entry: BitstringStatusListEntry, value: StatusValue) -> StatusJudgement:
    """Say what the value means for the credential, by the entry's purpose.

    Any value but 0 revokes or suspends. A message and a hint to refresh do not end validity. What a purpose outside
    the standard's four means is not ours to guess, whatever its value. Source: BSL 1.0 §2.1, §3.2.
    """
    is_set = value.number != 0
    if entry.purpose == "message" and (is_set or entry.messages):
        # A stranger wrote it, for developers: quoted, cut, and without marks that could act on a page or a terminal.
        reason = f"the issuer's status message is {value.message!r:.120}"
        return StatusJudgement("HOLDS", Code.STATUS_MESSAGE, reason)
    known = _JUDGEMENTS.get((entry.purpose, is_set))
    if known is not None:
        return known
    reason = f"a status for the purpose {entry.purpose!r:.60}, which Assay does not know"
    return StatusJudgement("UNKNOWN", Code.STATUS_UNSUPPORTED, reason)


def compose_status_list(
    *,
    id: str,
    issuer: str,
    purpose: str,
    bits: bytes,
    period: ValidityPeriod,
    ttl_ms: int | None = None,
) -> JsonObject:
    """Write the unsigned status list credential that publishes these bits.

    The address carries no query, or it could tell who is asked about; the times are whole seconds. Raises ``Refused``
    for such an address or for a period without both ends, and as ``read_status_list`` does for whatever else we would
    refuse to read. Source: BSL 1.0 §2.2, §3.1.
    """
    if not id.startswith("https://") or "?" in id or "#" in id:
        raise Refused("a status list is published at an https address without query or fragment", clause=_CLAUSE)
    if period.starts is None or period.ends is None:
        raise Refused("a status list that we publish says from when and until when it counts", clause="BSL 1.0 §7.2")
    subject: JsonObject = {
        "id": f"{id}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose,
        "encodedList": bitstring.encode_bitstring(bits),
    }
    if ttl_ms is not None:
        subject["ttl"] = ttl_ms
    document: JsonObject = {
        "@context": [VC_2],
        "id": id,
        "type": list(_LIST_TYPES),
        "issuer": issuer,
        "validFrom": format_timestamp(period.starts),
        "validUntil": format_timestamp(period.ends),
        "credentialSubject": subject,
    }
    read_status_list(document)
    return document


def _require_kind(document: JsonObject) -> None:
    contexts, types = document.get("@context"), document.get("type")
    if not isinstance(contexts, list) or contexts[:1] != [VC_2]:
        reason = "a status list is a credential of data model 2.0"
        raise MalformedDocument(reason, where="/@context", clause=_CLAUSE, code=Code.WRONG_TYPE)
    # Exactly these two: a credential about somebody that is also a status list is neither.
    if not isinstance(types, list) or len(types) != len(_LIST_TYPES) or any(kind not in types for kind in _LIST_TYPES):
        reason = "not a BitstringStatusListCredential"
        raise MalformedDocument(reason, where="/type", clause=_CLAUSE, code=Code.WRONG_TYPE)


def _read_id(document: JsonObject) -> str | None:
    if "id" not in document:
        return None
    identifier = document["id"]
    if not is_absolute_url(identifier):
        raise _invalid("the id of a status list credential is one URL", pointer("id"))
    return identifier


def _read_issuer(issuer: JsonValue) -> str:
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not is_absolute_url(name):
        raise _invalid("a status list credential names its issuer by a URL", pointer("issuer"))
    return name


def _read_purposes(purpose: JsonValue, where: str) -> frozenset[str]:
    listed = purpose if isinstance(purpose, list) else [purpose]
    names = [name for name in listed if isinstance(name, str) and name]
    if not names or len(names) != len(listed):
        raise _invalid("statusPurpose is one or more strings", where)
    return frozenset(names)


def _read_period(document: JsonObject) -> ValidityPeriod:
    starts, ends = (
        parse_timestamp(document[name], where=pointer(name)) if name in document else None
        for name in ("validFrom", "validUntil")
    )
    return ValidityPeriod(starts, ends)


def _read_ttl(subject: JsonObject, where: str) -> int | None:
    if "ttl" not in subject:
        return None
    ttl = subject["ttl"]
    # bool is an int to Python, and true is no time.
    if not isinstance(ttl, int) or isinstance(ttl, bool) or ttl < 0:
        raise _invalid("ttl is a number of milliseconds", where)
    return ttl


def _invalid(reason: str, where: str) -> MalformedDocument:
    return MalformedDocument(reason, where=where, clause=_CLAUSE, code=Code.STATUS_INVALID)
