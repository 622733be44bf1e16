"""Recipients: one row of a table each, read strictly, with the line and the column in every refusal."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.issuing.recipient import COLUMNS, Recipient, check_columns, identity_objects, read_recipient

SALT = "a salt of sixteen"


def read(**row: str) -> Recipient:
    return read_recipient(row, line=7)


def test_a_full_row_is_read_with_the_space_around_its_cells_taken_off() -> None:
    recipient = read_recipient(
        {
            "name": " Ada Byron ",
            "id": "did:example:ada",
            "email": "Ada@Example.org",
            "evidence": "https://brunel.example/w/1",
            "narrative": "Welded a frame",
            "credits": "1.5",
            "valid_from": "2026-11-22T10:00:00+01:00",
            "result: Grade": " A ",
            "result:Accuracy": "",
        },
        line=2,
    )

    assert recipient == Recipient(
        name="Ada Byron",
        id="did:example:ada",
        email="Ada@Example.org",
        evidence="https://brunel.example/w/1",
        narrative="Welded a frame",
        credits=1.5,
        valid_from=datetime(2026, 11, 22, 9, tzinfo=UTC),
        results={"Grade": "A"},
    )


@pytest.mark.parametrize("row", [{"name": "Ada"}, {"id": "did:example:ada"}, {"name": "Ada", "id": "", "email": ""}])
def test_a_name_or_an_id_is_enough(row: dict[str, str]) -> None:
    recipient = read(**row)

    assert (recipient.name or recipient.id) is not None
    assert (recipient.email, recipient.credits, recipient.valid_from, recipient.results) == (None, None, None, {})


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({}, "name"),
        ({"name": "  "}, "name"),
        ({"email": "ada@example.org"}, "name"),
        ({"id": "ada"}, "id"),
        ({"id": "did:example:ada lovelace"}, "id"),
        ({"id": "mailto:ada@example.org"}, "id"),  # everybody could read it
        ({"id": "MAILTO:ada@example.org"}, "id"),
        ({"name": "Ada", "evidence": "frame.jpg"}, "evidence"),
        ({"name": "Ada", "email": "ada"}, "email"),
        ({"name": "Ada", "email": "ada@example.org, b@example.org"}, "email"),
        ({"name": "Ada", "credits": "1,5"}, "credits"),
        ({"name": "Ada", "credits": "-1"}, "credits"),
        ({"name": "Ada", "credits": "1.555"}, "credits"),
        ({"name": "Ada", "credits": "1e3"}, "credits"),
        ({"name": "Ada", "credits": "\u0661"}, "credits"),
        ({"name": "Ada", "credits": "10000"}, "credits"),
        ({"name": "Ada", "valid_from": "2026-11-22"}, "valid_from"),
    ],
)
def test_a_fault_is_refused_with_its_line_and_column(row: dict[str, str], column: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        read(**row)

    assert refused.value.where == f"/7/{column}"


@pytest.mark.parametrize(("cell", "number"), [("3", 3), ("3.00", 3), ("0", 0), ("1.5", 1.5), ("0.05", 0.05)])
def test_credits_are_whole_numbers_where_they_are_whole(cell: str, number: float) -> None:
    found = read(name="Ada", credits=cell).credits

    assert (found, type(found)) == (number, type(number))


# --- columns ---------------------------------------------------------------------------------------------------------


def test_all_columns_that_there_are_may_stand_together() -> None:
    check_columns([*COLUMNS, "result:Grade", "result: Accuracy"])


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (["name", "grade"], "'grade' is not known"),
        (["Name"], "'Name' is not known"),
        (["name", ""], "'' is not known"),
        (["name", "name"], "stands twice"),
        (["result:Grade", "result: Grade"], "stands twice"),  # one would be lost without a word
        (["name", "result:"], "before the name of a result"),
        (["name", "result:  "], "before the name of a result"),
    ],
)
def test_a_column_that_would_be_lost_is_refused(columns: list[str], reason: str) -> None:
    with pytest.raises(MalformedDocument, match=reason) as refused:
        check_columns(columns)

    assert refused.value.where == "/1"


# --- who it is, in the credential ------------------------------------------------------------------------------------


def identities(email_salt: str | None = None, **row: str) -> list[Any]:
    return list(identity_objects(read(**row), email_salt=email_salt))


def test_a_name_travels_in_clear() -> None:
    assert identities(name="Ada Byron") == [
        {"type": "IdentityObject", "hashed": False, "identityHash": "Ada Byron", "identityType": "name"}
    ]


def test_an_e_mail_address_does_not_travel() -> None:
    assert identities(id="did:example:ada", email="ada@example.org") == []


def test_an_e_mail_address_travels_as_a_salted_digest_where_that_is_asked_for() -> None:
    (found,) = identities(SALT, id="did:example:ada", email="Ada@Example.org")

    digest = hashlib.sha256(b"ada@example.org" + SALT.encode()).hexdigest()
    assert found == {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": SALT,
    }


def test_a_salt_without_an_address_does_nothing() -> None:
    assert identities(SALT, id="did:example:ada") == []


@pytest.mark.parametrize("salt", ["", "short", "fifteen letters"])
def test_a_salt_that_could_be_tried_together_with_the_address_is_refused(salt: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        identities(salt, id="did:example:ada", email="ada@example.org")

    assert refused.value.where == "/email"
