"""Who earns a credential, as one row of a table.

    name,id,evidence,narrative,credits
    Ada Byron,did:key:z6Mk…,https://brunel.example/w/1,Welded a frame,1.5

A recipient needs an ``id`` (a DID or URL that is theirs) or a ``name``. A name travels in the credential for everybody
to read; an e-mail address never does, except as a salted digest and only where the caller says so.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.instants import parse_timestamp
from assay.science.securing.strict_json import JsonObject

COLUMNS = ("name", "id", "email", "evidence", "narrative", "credits", "valid_from")
# ``result: Grade`` gives the value reached for the definition's result description named Grade.
RESULT_PREFIX = "result:"
_CREDITS = re.compile(r"\d{1,4}(?:\.\d{1,2})?\Z", re.ASCII)
# A salt shorter than 16 bytes can be tried together with a list of addresses.
MIN_SALT = 16


@dataclass(frozen=True, slots=True)
class Recipient:
    """One row, read and checked. ``results`` maps the name of a result description to the value reached."""

    name: str | None
    id: str | None
    email: str | None
    evidence: str | None
    narrative: str | None
    credits: float | None
    valid_from: datetime | None
    results: Mapping[str, str]


def read_recipient(row: Mapping[str, str], *, line: int) -> Recipient:
    """Read one row. Raises ``MalformedDocument`` that names the line and the column."""
    cells = {column: (value or "").strip() for column, value in row.items()}
    found = {column: cells.get(column) or None for column in COLUMNS}
    if not found["name"] and not found["id"]:
        raise _fault("a recipient needs a name or an id", line, "name")
    if found["id"] and not is_absolute_url(found["id"]):
        raise _fault("an id is a DID or another absolute URL", line, "id")
    if found["id"] and found["id"].lower().startswith("mailto:"):
        raise _fault("an e-mail address is no id: everybody could read it; give it in the column email", line, "id")
    if found["evidence"] and not is_absolute_url(found["evidence"]):
        raise _fault("evidence is given by its URL", line, "evidence")
    if found["email"] and found["email"].count("@") != 1:
        raise _fault("not an e-mail address", line, "email")
    if found["credits"] and not _CREDITS.match(found["credits"]):
        raise _fault("credits are a number such as 3 or 1.5, with at most two decimals", line, "credits")
    moment = found["valid_from"]
    return Recipient(
        name=found["name"],
        id=found["id"],
        email=found["email"],
        evidence=found["evidence"],
        narrative=found["narrative"],
        credits=_number(found["credits"]) if found["credits"] else None,
        valid_from=parse_timestamp(moment, where=f"/{line}/valid_from") if moment else None,
        results={
            name: value
            for name, value in ((_result_name(column), value) for column, value in cells.items())
            if name is not None and value
        },
    )


def _result_name(column: str) -> str | None:
    """``Grade`` for the column ``result: Grade``, ``None`` for a column of another kind."""
    return column.removeprefix(RESULT_PREFIX).strip() if column.startswith(RESULT_PREFIX) else None


def check_columns(columns: list[str]) -> None:
    """Raise ``MalformedDocument`` for a column that is not known or stands twice: it would be lost without a word."""
    seen: set[str] = set()
    for column in columns:
        result = _result_name(column)
        if result is None and column not in COLUMNS:
            reason = f"the column {column!r:.40} is not known; there are {', '.join(COLUMNS)} and {RESULT_PREFIX}NAME"
            raise MalformedDocument(reason, where="/1")
        if result == "":
            raise MalformedDocument(f"{RESULT_PREFIX} goes before the name of a result", where="/1")
        name = column if result is None else RESULT_PREFIX + result
        if name in seen:
            raise MalformedDocument(f"the column {name!r:.40} stands twice", where="/1")
        seen.add(name)


def identity_objects(recipient: Recipient, *, email_salt: str | None) -> list[JsonObject]:
    """The recipient's identifiers for the credential: the name in clear, the e-mail address salted or not at all.

    Source: OB 3.0 §B.1 IdentityObject. Raises ``MalformedDocument`` for a salt of fewer than 16 characters.
    """
    found: list[JsonObject] = []
    if recipient.name:
        found.append(
            {"type": "IdentityObject", "hashed": False, "identityHash": recipient.name, "identityType": "name"}
        )
    if recipient.email and email_salt is not None:
        if len(email_salt) < MIN_SALT:
            raise MalformedDocument(f"a salt has at least {MIN_SALT} characters", where="/email")
        digest = hashlib.sha256((recipient.email.lower() + email_salt).encode()).hexdigest()
        found.append(
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": f"sha256${digest}",
                "identityType": "emailAddress",
                "salt": email_salt,
            }
        )
    return found


def _number(digits: str) -> float:
    """``3`` and ``3.00`` as an integer: old verifiers sign 3.0 as 3.0E0 and ours as 3 (JSON-LD 1.1 API §8.6)."""
    number = float(digits)
    return int(number) if number.is_integer() else number


def _fault(reason: str, line: int, column: str) -> MalformedDocument:
    return MalformedDocument(f"line {line}, column {column}: {reason}", where=f"/{line}/{column}")
