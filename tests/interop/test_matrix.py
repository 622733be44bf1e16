"""The page is made and read back by the same rules."""

import pytest

from tests.interop import matrix
from tests.interop.matrix import Cell, Matrix, Outcome

pytestmark = pytest.mark.interop

CELLS = {
    Cell("db-vc", "eddsa-rdfc-2022", "plain", "openvc-core"): Outcome.AGREED,
    Cell("db-vc", "eddsa-rdfc-2022", "proof array", "openvc-core"): Outcome.UNSUPPORTED,
    Cell("db-vc", "eddsa-rdfc-2022", "plain", "openbadgeslib"): Outcome.REFUSED,
    Cell("openbadgeslib", "vc-jwt Ed25519", "tampered", "db-vc"): Outcome.ACCEPTED,
}


def test_a_page_says_what_was_measured_whatever_the_order() -> None:
    backwards = dict(reversed(CELLS.items()))

    page = matrix.render(CELLS)

    assert page == matrix.render(backwards)
    assert matrix.parse(page) == CELLS
    assert "| agreed; not supported: proof array | not measured: proof array; refused: plain |" in page


@pytest.mark.parametrize(
    ("case", "ok", "unsupported", "outcome"),
    [
        ("plain", True, False, Outcome.AGREED),
        ("plain", False, False, Outcome.REFUSED),
        ("plain", False, True, Outcome.UNSUPPORTED),
        ("tampered", False, False, Outcome.AGREED),
        ("tampered", True, False, Outcome.ACCEPTED),
    ],
)
def test_a_verdict_is_held_against_what_the_case_asks_for(
    case: str, *, ok: bool, unsupported: bool, outcome: Outcome
) -> None:
    reply = {"ok": ok, "unsupported": unsupported, "detail": ""}

    assert matrix.outcome_of(case, reply) is outcome


def test_a_cell_that_differs_from_the_page_fails_its_test() -> None:
    cell = Cell("db-vc", "eddsa-rdfc-2022", "plain", "openvc-core")
    measured = Matrix({cell: Outcome.AGREED}, writing=False)
    refusal = {"ok": False, "unsupported": False, "detail": "the signature"}

    with pytest.raises(AssertionError, match=r"measured refused \(the signature\), interop.md says agreed"):
        measured.record(cell, refusal)
