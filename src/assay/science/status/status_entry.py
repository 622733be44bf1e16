"""What a credential says about where its status is kept: ``credentialStatus``, one entry or several.

    {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "94567",
     "statusListCredential": "https://brunel.example/status/3"}
    {"type": "1EdTechRevocationList", "id": "https://brunel.example/revocations"}

All entries are read, and one of an unknown type stays visible as ``UnknownStatus``: to skip what one cannot read is to
call a revoked credential valid. Source: VCDM 2.0 §4.10; Bitstring Status List 1.0 §2.1; 1EdTech Revocation List Status
Method 1.0.

Not checked: what the lists say (see ``status_list`` and ``revocation_list``); and whether a member by another name,
such as the term's full IRI, means ``credentialStatus`` too. A document in which one does must be refused before.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from assay.science.errors import Code, MalformedDocument
from assay.science.identifiers import StatusIndex, is_absolute_url
from assay.science.securing.known import Known
from assay.science.securing.strict_json import JsonObject, JsonValue

# 256 messages. BSL 1.0 §1.3 lets a reader stop at 1; without a bound, 2^statusSize would be the sender's to choose.
MAX_STATUS_SIZE = 8

_VCDM = "VCDM 2.0 §4.10"
_BSL = "BSL 1.0 §2.1"
_REVOCATION_LIST = "1EdTech Revocation List Status Method 1.0"
_BITSTRING_ENTRY = "BitstringStatusListEntry"
_STATUS_VALUE = re.compile(r"0x[0-9A-Fa-f]{1,8}\Z")


@dataclass(frozen=True, slots=True)
class BitstringStatusListEntry:
    """A position in a published list of bits. ``messages[value]`` says what a value means; empty if none are given."""

    purpose: str
    index: StatusIndex
    list_url: str
    size: int = 1
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RevocationListEntry:
    """The address of a published list of revoked credential ids (``1EdTechRevocationList``)."""

    list_url: str


@dataclass(frozen=True, slots=True)
class UnknownStatus:
    """A status that we cannot look up: its type, and why. Its outcome is UNKNOWN, never "no status"."""

    type: str
    reason: str


StatusEntry: TypeAlias = BitstringStatusListEntry | RevocationListEntry
# Of the addresses of lists there are few, and each credential names one.
_LISTS = Known(is_absolute_url)
_Entry = TypeVar("_Entry", BitstringStatusListEntry, RevocationListEntry)


def read_status_entries(document: JsonObject) -> tuple[StatusEntry | UnknownStatus, ...]:
    """Read every entry of a credential's ``credentialStatus``, in order; no such member gives no entries.

    Raises ``MalformedDocument`` with ``STATUS_INVALID`` when an entry breaks the rules of its type.
    """
    where = "/credentialStatus"
    if "credentialStatus" not in document:
        return ()
    status = document["credentialStatus"]
    if isinstance(status, list):
        if not status:
            raise _invalid("an empty credentialStatus", where, _VCDM)
        return tuple(_read_entry(entry, f"{where}/{place}") for place, entry in enumerate(status))
    return (_read_entry(status, where),)


def _read_entry(entry: JsonValue, where: str) -> StatusEntry | UnknownStatus:
    if not isinstance(entry, dict):
        raise _invalid("a credential's status is an object", where, _VCDM)
    kind = _read_type(entry.get("type"), where)
    if "id" in entry and not is_absolute_url(entry["id"]):
        raise _invalid("the id of a status is one URL", f"{where}/id", _VCDM)
    if kind == _BITSTRING_ENTRY:
        return _read_bitstring_entry(entry, where)
    if kind == "1EdTechRevocationList":
        list_url = entry.get("id")
        if not isinstance(list_url, str):
            raise _invalid("a revocation list is found by its id", where, _REVOCATION_LIST)
        return _at_https(RevocationListEntry(list_url), kind)
    return UnknownStatus(kind, f"status entries of type {kind!r:.80} are not read")


def _read_type(kind: JsonValue, where: str) -> str:
    if isinstance(kind, str) and kind:
        return kind
    names = kind if isinstance(kind, list) else [kind]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise _invalid("a status without a type", f"{where}/type", _VCDM)
    # An array of one is the same in JSON-LD. Several types together are none that we know.
    return ", ".join(str(name) for name in names)


def _read_bitstring_entry(entry: JsonObject, where: str) -> BitstringStatusListEntry | UnknownStatus:
    purpose = entry.get("statusPurpose")
    if not isinstance(purpose, str) or not purpose:
        raise _invalid("statusPurpose is one string", f"{where}/statusPurpose", _BSL)
    list_url = entry.get("statusListCredential")
    if not isinstance(list_url, str) or not _LISTS.holds_for((list_url,)):
        raise _invalid("statusListCredential is a URL", f"{where}/statusListCredential", _BSL)
    if entry.get("id") == list_url:
        raise _invalid("the id of a status is not the URL of its list", f"{where}/id", _BSL)
    index = StatusIndex.from_text(entry.get("statusListIndex"), f"{where}/statusListIndex")
    size = entry.get("statusSize", 1)
    # bool is an int to Python, and true is no size.
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise _invalid("statusSize is an integer above zero", f"{where}/statusSize", _BSL)
    if size > MAX_STATUS_SIZE:
        return UnknownStatus(_BITSTRING_ENTRY, f"entries wider than {MAX_STATUS_SIZE} bits are not read")
    messages = _read_messages(entry, size, f"{where}/statusMessage")
    return _at_https(BitstringStatusListEntry(purpose, index, list_url, size, messages), _BITSTRING_ENTRY)


def _read_messages(entry: JsonObject, size: int, where: str) -> tuple[str, ...]:
    """The texts in the order of their values. Every value has exactly one, or (one bit only) there are none at all."""
    if "statusMessage" not in entry:
        if size > 1:
            raise _invalid("an entry wider than one bit says what its values mean", where, _BSL)
        return ()
    listed = entry["statusMessage"]
    texts = dict(_read_message(item, where) for item in listed) if isinstance(listed, list) else {}
    if not isinstance(listed, list) or len(listed) != 1 << size or sorted(texts) != list(range(1 << size)):
        raise _invalid(f"an entry of {size} bits has {1 << size} messages, one a value", where, _BSL)
    return tuple(texts[value] for value in range(1 << size))


def _read_message(item: JsonValue, where: str) -> tuple[int, str]:
    status, message = (item.get("status"), item.get("message")) if isinstance(item, dict) else (None, None)
    if not isinstance(status, str) or not _STATUS_VALUE.match(status) or not isinstance(message, str):
        raise _invalid("a status message has a status like 0x1 and a text", where, _BSL)
    return int(status, 16), message


def _at_https(entry: _Entry, kind: str) -> _Entry | UnknownStatus:
    """Only https is fetched: over anything else, whoever carries the list decides what it says."""
    if entry.list_url.lower().startswith("https:"):
        return entry
    return UnknownStatus(kind, "its list is not at an https address")


def _invalid(reason: str, where: str, clause: str) -> MalformedDocument:
    return MalformedDocument(reason, where=where, clause=clause, code=Code.STATUS_INVALID)
