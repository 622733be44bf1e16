"""Completeness: what a learner has still to hand in, named in a plain sentence."""

from typing import Any

import pytest
from hypothesis import given

from assay.science.assessment.evidence import (
    EvidenceItem,
    EvidenceKind,
    EvidenceRequirement,
    Missing,
    read_requirements,
    what_is_missing,
)
from assay.science.errors import MalformedDocument
from tests.designs import ANY_JSON, STUDIO, with_changes

CONTEXT = EvidenceItem("context", EvidenceKind.TEXT, text="Sales asks which shop to close")
DASHBOARD = EvidenceItem("dashboard", EvidenceKind.FILE, has_file=True)
COMPLETE = (CONTEXT, DASHBOARD)


def studio() -> tuple[EvidenceRequirement, ...]:
    return read_requirements(STUDIO["evidence"])


def asked(kind: EvidenceKind, **changes: Any) -> EvidenceRequirement:
    members: dict[str, Any] = {"required": True, "min_words": None, "max_words": None, **changes}
    return EvidenceRequirement("e1", kind, "Reflection", "Think.", **members)


def reasons(requirement: EvidenceRequirement, **item: Any) -> list[str]:
    given = EvidenceItem("e1", item.pop("kind", requirement.kind), **item)
    return [missing.reason for missing in what_is_missing([requirement], [given])]


def test_a_submission_with_everything_lacks_nothing() -> None:
    assert what_is_missing(studio(), COMPLETE) == ()


def test_requirements_are_read_and_written_alike() -> None:
    assert [each.as_json() for each in studio()] == STUDIO["evidence"]


def test_one_missing_piece_is_named() -> None:
    assert what_is_missing(studio(), [CONTEXT]) == (
        Missing("dashboard", "Dashboard", "Dashboard is missing; upload a file"),
    )


@pytest.mark.parametrize(
    "item",
    [
        EvidenceItem("dashboard", EvidenceKind.FILE),
        EvidenceItem("dashboard", EvidenceKind.FILE, text=" ", url="\n"),
    ],
)
def test_a_field_left_alone_is_missing(item: EvidenceItem) -> None:
    assert [each.requirement_id for each in what_is_missing(studio(), [CONTEXT, item])] == ["dashboard"]


def test_what_is_optional_may_be_left_out_but_not_be_wrong() -> None:
    wrong = EvidenceItem("talk", EvidenceKind.VIDEO, url="http://video.example/1")

    assert what_is_missing(studio(), [*COMPLETE, EvidenceItem("talk", EvidenceKind.VIDEO)]) == ()
    assert [each.title for each in what_is_missing(studio(), [*COMPLETE, wrong])] == ["Talk"]


def test_each_of_several_items_has_to_be_right() -> None:
    files = [DASHBOARD, EvidenceItem("dashboard", EvidenceKind.TEXT, text="see my drive")]

    assert [each.reason for each in what_is_missing(studio(), [CONTEXT, *files])] == [
        "Dashboard asks for something else than a text; upload a file"
    ]


def test_an_item_that_answers_nothing_is_refused() -> None:
    with pytest.raises(MalformedDocument, match="'diary'"):
        what_is_missing(studio(), [*COMPLETE, EvidenceItem("diary", EvidenceKind.TEXT, text="Dear diary")])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (249, ["Reflection has 249 words; it needs at least 250"]),
        (250, []),
        (400, []),
        (401, ["Reflection has 401 words; at most 400 are read"]),
        (1, ["Reflection has 1 word; it needs at least 250"]),
    ],
)
def test_a_text_is_long_enough_and_not_too_long(words: int, said: list[str]) -> None:
    requirement = asked(EvidenceKind.TEXT, min_words=250, max_words=400)

    assert reasons(requirement, text="word " * words) == said


def test_a_text_without_bounds_has_words() -> None:
    requirement = asked(EvidenceKind.TEXT)

    assert reasons(requirement, text="Enough.") == []
    assert reasons(requirement, text="…") == ["Reflection has no words in it; write it"]


@pytest.mark.parametrize(
    "url",
    [
        "https://northgate.example/w/1",
        "https://northgate.example/w/1?year=2026#page/2",
        "  https://bücher.example/é ",
        "https://northgate.example/@ada",
    ],
)
def test_a_link_that_can_be_followed_is_enough(url: str) -> None:
    assert reasons(asked(EvidenceKind.LINK), url=url) == []
    assert reasons(asked(EvidenceKind.VIDEO), url=url) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://northgate.example/w/1",
        "ftp://northgate.example/w/1",
        "javascript:alert(1)",
        "northgate.example",
        "https://",
        "https://:443/",
        "https://[::1",
        "https://north gate.example/",
        "https://northgate.example/" + "a" * 2048,
    ],
)
def test_another_link_is_not(url: str) -> None:
    assert reasons(asked(EvidenceKind.LINK), url=url) == [
        "Reflection has no link that can be followed; give a link that starts with https://"
    ]


@pytest.mark.parametrize("url", ["https://ada:secret@northgate.example/", "https://ada@northgate.example/"])
def test_a_link_with_a_password_in_it_is_sent_back(url: str) -> None:
    (reason,) = reasons(asked(EvidenceKind.LINK), url=url)

    assert "take that out" in reason


def test_a_video_is_a_file_or_a_link() -> None:
    requirement = asked(EvidenceKind.VIDEO)

    assert reasons(requirement, has_file=True) == []
    assert len(reasons(requirement, has_file=True, url="http://video.example/")) == 1
    assert len(reasons(requirement, text="ask me for it")) == 1


def test_an_attestation_is_a_statement_or_a_file() -> None:
    requirement = asked(EvidenceKind.ATTESTATION)

    assert reasons(requirement, text="I saw it.") == []
    assert reasons(requirement, has_file=True) == []
    assert reasons(requirement, url="https://a.example/") == [
        "Reflection has no statement; add the statement as a text or a file"
    ]


def test_a_link_is_no_file() -> None:
    assert reasons(asked(EvidenceKind.FILE), url="https://a.example/") == ["Reflection has no file; upload a file"]


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ({"evidence": []}, "/evidence"),
        ({"evidence__0__required": False, "evidence__1__required": False}, "/evidence"),
        ({"evidence__0__title": ""}, "/evidence/0/title"),
        ({"evidence__0__instructions": ...}, "/evidence/0/instructions"),
        ({"evidence__1__min_words": 5}, "/evidence/1/min_words"),
        ({"evidence__1__max_words": 5}, "/evidence/1/max_words"),
        ({"evidence__0__min_words": 9}, "/evidence/0/max_words"),
        ({"evidence__0__min_words": 0}, "/evidence/0/min_words"),
        ({"evidence__0__kind": "telepathy"}, "/evidence/0/kind"),
        ({"evidence__1__id": "context"}, "/evidence/1/id"),
        ({"evidence__0__required": "yes"}, "/evidence/0/required"),
        ({"evidence__0__deadline": "now"}, "/evidence/0/deadline"),
    ],
)
def test_requirements_that_nobody_could_answer_are_refused_with_their_place(places: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedDocument) as error:
        read_requirements(with_changes(**places)["evidence"])

    assert error.value.where == where


@given(ANY_JSON)
def test_any_json_is_a_list_of_requirements_or_refused(document: Any) -> None:
    try:
        found = read_requirements(document)
    except MalformedDocument:
        return
    assert any(each.required for each in found)
