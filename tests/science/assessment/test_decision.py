"""Decisions: from the criteria and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.assessment.decision import Outcome, decide
from assay.science.assessment.rubric import read_rubric
from assay.science.errors import Refused
from tests.designs import judged, studio_rubric, with_changes

# Chart choice needs level 3 of 4, caveats level 2 of 2.
MET = {(3, 2), (4, 2)}


@pytest.mark.parametrize("c1", [1, 2, 3, 4])
@pytest.mark.parametrize("c4", [1, 2])
def test_it_is_met_exactly_when_every_criterion_is(c1: int, c4: int) -> None:
    decided = decide(studio_rubric(), judged(c1, c4))

    assert decided.outcome is (Outcome.MET if (c1, c4) in MET else Outcome.NOT_YET)


def test_a_decision_gives_its_reasons_in_the_order_of_the_rubric() -> None:
    decided = decide(studio_rubric(), judged(4, 1))

    assert [(each.criterion.id, each.reached.label, each.met) for each in decided.results] == [
        ("c1", "Excellent", True),
        ("c4", "Silent", False),
    ]
    assert [each.feedback for each in decided.unmet] == ["Name the missing years in the chart itself."]


def test_nothing_is_decided_upon_an_unfinished_judgement() -> None:
    with pytest.raises(Refused, match="Caveats has no level yet"):
        decide(studio_rubric(), judged(3, None))


def test_nothing_is_decided_upon_a_judgement_without_the_feedback_that_is_due() -> None:
    with pytest.raises(Refused, match="what to do next"):
        decide(studio_rubric(), judged(1, 2, ""))


def test_a_judgement_under_another_rubric_does_not_count() -> None:
    easier = read_rubric(with_changes(rubric__criteria__0__required_level=2)["rubric"])

    with pytest.raises(Refused, match="another rubric"):
        decide(easier, judged(2, 2))


@given(st.integers(1, 4), st.integers(1, 2), st.integers(1, 4))
def test_a_higher_level_never_makes_it_worse(c1: int, c4: int, higher: int) -> None:
    before = decide(studio_rubric(), judged(c1, c4)).outcome
    after = decide(studio_rubric(), judged(max(c1, higher), c4)).outcome

    assert before is Outcome.NOT_YET or after is Outcome.MET
