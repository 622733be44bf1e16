"""Trust files: read strictly, and followed from an anchor to an issuer."""

import time
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from assay.science.errors import AssayError, Code, MalformedDocument
from assay.science.instants import ValidityPeriod
from assay.science.securing import jcs
from assay.science.trust.trust_file import MAX_STEPS, Recognition, TrustFile, read_trust_file

AT = datetime(2026, 11, 22, tzinfo=UTC)
ALWAYS = ValidityPeriod()


def read(**members: Any) -> TrustFile:
    return read_trust_file(jcs.canonicalize(members))


def chain(*names: str) -> tuple[Recognition, ...]:
    return tuple(Recognition(a, b, ALWAYS) for a, b in pairwise(names))


def test_an_empty_file_trusts_nobody() -> None:
    trust = read_trust_file(b"{}")

    assert trust == TrustFile()
    assert trust.path_to("did:web:a", at=AT) is None


def test_a_file_is_read_with_all_that_it_may_hold() -> None:
    trust = read(
        anchors=["did:web:a", {"id": "did:web:b"}],
        recognitions=[
            {"from": "did:web:a", "to": "did:web:c"},
            {"from": "c", "to": "d", "validFrom": "2026-01-01T00:00:00Z", "validUntil": "2027-01-01T00:00:00Z"},
        ],
        logs=[{"origin": "log.example", "key": "k", "witnesses": [], "quorum": 0}],
    )

    assert trust.anchors == ("did:web:a", "did:web:b")
    assert trust.logs == ("log.example",)
    period = ValidityPeriod(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert trust.recognitions == (Recognition("did:web:a", "did:web:c", ALWAYS), Recognition("c", "d", period))


@pytest.mark.parametrize(
    ("members", "where"),
    [
        ({"anchor": []}, "/anchor"),
        ({"anchors": "did:web:a"}, "/anchors"),
        ({"anchors": [""]}, "/anchors/0/id"),
        ({"anchors": [1]}, "/anchors/0"),
        ({"anchors": [{"id": "a", "until": "x"}]}, "/anchors/0/until"),
        ({"recognitions": ["did:web:a"]}, "/recognitions/0"),
        ({"recognitions": [{"to": "b"}]}, "/recognitions/0/from"),
        ({"recognitions": [{"from": "a", "to": 1}]}, "/recognitions/0/to"),
        # Misspelt, it would trust for ever.
        (
            {"recognitions": [{"from": "a", "to": "b", "validuntil": "2020-01-01T00:00:00Z"}]},
            "/recognitions/0/validuntil",
        ),
        ({"recognitions": [{"from": "a", "to": "b", "validUntil": "2020-01-01"}]}, "/recognitions/0/validUntil"),
        ({"logs": [{"origin": "log.example"}]}, "/logs/0/key"),
        ({"logs": [{"key": "k"}]}, "/logs/0/origin"),
        ({"logs": [{"origin": "o", "key": "k", "note": ""}]}, "/logs/0/note"),
    ],
)
def test_a_fault_is_refused_with_its_place(members: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        read(**members)

    assert refused.value.where == where


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"anchors":[],"anchors":[]}', b"\xff", b"[" * 99])
def test_what_is_no_json_object_is_refused(raw: bytes) -> None:
    with pytest.raises(AssayError):
        read_trust_file(raw)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    backwards = {"from": "a", "to": "b", "validFrom": "2027-01-01T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"}

    with pytest.raises(MalformedDocument, match="ends before"):
        read(recognitions=[backwards])


def test_the_shortest_way_is_the_one_that_is_told() -> None:
    trust = TrustFile(("a", "x"), (*chain("a", "b", "c", "d"), *chain("x", "d")))

    assert trust.path_to("d", at=AT) == ("x", "d")
    assert trust.path_to("c", at=AT) == ("a", "b", "c")
    assert trust.path_to("a", at=AT) == ("a",)


def test_a_recognition_has_a_direction() -> None:
    assert TrustFile(("b",), chain("a", "b")).path_to("a", at=AT) is None


def test_recognising_one_another_leads_nowhere() -> None:
    assert TrustFile(("a",), chain("a", "b", "a", "b")).path_to("c", at=AT) is None


def test_a_recognition_that_has_ended_or_not_begun_is_no_way() -> None:
    ended = ValidityPeriod(ends=datetime(2026, 11, 21, tzinfo=UTC))
    begins = ValidityPeriod(starts=datetime(2026, 11, 23, tzinfo=UTC))

    for period in (ended, begins):
        assert TrustFile(("a",), (Recognition("a", "b", period),)).path_to("b", at=AT) is None


def test_a_way_longer_than_any_register_of_registers_is_not_followed() -> None:
    names = [f"n{each}" for each in range(MAX_STEPS + 1)]
    trust = TrustFile(("n0",), chain(*names))

    assert trust.path_to(names[MAX_STEPS - 1], at=AT) == tuple(names[:MAX_STEPS])
    assert trust.path_to(names[MAX_STEPS], at=AT) is None


def test_attack_a_dense_web_of_recognitions_costs_little() -> None:
    """Twelve layers of twelve, each recognising each of the next: the ways through it number 12^12."""
    layers = [[f"{layer}-{each}" for each in range(12)] for layer in range(12)]
    steps = tuple(Recognition(a, b, ALWAYS) for here, there in pairwise(layers) for a in here for b in there)
    trust = TrustFile(tuple(layers[0]), steps)
    before = time.process_time()

    assert trust.path_to("nobody", at=AT) is None

    assert time.process_time() - before < 1


def test_a_refusal_has_the_code_of_malformed_input() -> None:
    with pytest.raises(MalformedDocument) as refused:
        read(anchors=[""])

    assert refused.value.code is Code.MALFORMED
