"""The demo world as it stands when all its stories are told."""

import ast
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assay.campus import demo
from assay.campus.assessing.models import Attempt, AttemptState, Decision, Route
from assay.campus.catalogue.models import DefinitionVersion, State
from assay.campus.catalogue.reading import design_of
from assay.campus.demo.__main__ import MILESTONES
from assay.campus.demo.world import World
from assay.campus.issuing.models import Credential, CredentialState, Revocation, RevocationReason
from assay.campus.issuing.offers import offers_to
from assay.campus.issuing.standing import StandingWord, standing_of
from assay.campus.people.audit import digest_of
from assay.campus.people.models import Event, Letter, Organisation
from assay.campus.people.tenancy import across_tenants
from assay.campus.verifying.verify import verify_bytes
from assay.campus.wallet.models import Answer, Holding
from assay.science.designing.faults import what_stops_publishing
from assay.science.designing.remarks import remarks
from assay.science.verification.report import Verdict
from tests.cast import NOW

# What the clockwork does by itself; everything else has somebody who did it.
CLOCKWORK = {"issuing.sign", "issuing.release", "issuing.publish_status", "issuing.make_key", "issuing.intend"}


def test_every_event_tells_when_and_who_in_order_and_unchanged(world: World) -> None:
    events = list(Event.objects.order_by("id"))

    assert len(events) > 200
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert NOW - timedelta(days=3 * 365) <= events[0].at <= events[-1].at <= NOW
    assert {event.action for event in events if event.actor_id is None} <= CLOCKWORK
    assert [event.id for event in events if digest_of(event) != event.digest] == []


def test_the_milestones_are_told_in_the_order_of_time(world: World, milestones: list[tuple[datetime, str]]) -> None:
    assert milestones[0][1] == "Northgate University joins"
    assert [at for at, _words in milestones] == sorted(at for at, _words in milestones)
    assert len(milestones) == MILESTONES


def test_seven_organisations_are_there_and_none_is_held(world: World) -> None:
    there = Organisation.objects.values_list("name", "held_because")

    assert dict(there) == {
        "Northgate University": "",
        "Cloudvane": "",
        "Chartered Institute of Data Practice": "",
        "Meridale Hospital": "",
        "Harbour Bank": "",
        "SprintLab Bootcamp": "",
        "City Skills Co-op": "",
    }


def test_samantha_is_met_at_the_first_attempt_in_statistics_and_at_the_second_in_visualisation(world: World) -> None:
    with across_tenants():
        hers = Decision.objects.filter(attempt__submission__learner=world.person("samantha"))
        told = hers.order_by("decided_at").values_list(
            "attempt__submission__version__definition__title", "attempt__number", "outcome"
        )
        first, second = hers.filter(
            attempt__submission__version__definition__title="Data Visualisation Studio"
        ).order_by("attempt__number")

        assert list(told) == [
            ("Spreadsheet Sprint", 1, "met"),
            ("Statistics for Decisions", 1, "met"),
            ("Data Visualisation Studio", 1, "not_yet"),
            ("Data Visualisation Studio", 2, "met"),
            ("Data Cleaning Essentials", 1, "met"),
        ]
    assert {name: mark["level"] for name, mark in first.scores.items()} == {"c1": 4, "c2": 3, "c3": 3, "c4": 2, "c5": 4}
    assert second.scores["c4"]["level"] == 3
    assert "collapsed in June" in first.scores["c4"]["feedback"]


def test_samantha_holds_three_credentials_shares_one_and_has_an_offer_to_answer(world: World) -> None:
    holdings = Holding.objects.filter(person=world.person("samantha"), answer=Answer.ACCEPTED).order_by("answered_at")
    titles = [
        each.credential.award.version.definition.title
        for each in holdings.select_related("credential__award__version__definition")
    ]
    offered = [each.credential.award.version.definition.title for each in offers_to(world.person("samantha"))]
    (share,) = holdings[2].shares.all()

    assert titles == ["Spreadsheet Sprint", "Statistics for Decisions", "Data Visualisation Studio"]
    assert offered == ["Data Cleaning Essentials"]
    assert share.label == "LinkedIn, recruiter at Harbour Bank"
    assert share.openings.count() == 3
    assert share.expires_at is not None
    assert share.expires_at > NOW


def test_ana_has_one_to_take_and_cy_is_in_the_middle_of_one(world: World) -> None:
    with across_tenants():
        waiting = Attempt.objects.get(state=AttemptState.SUBMITTED)
        marking = Attempt.objects.get(state=AttemptState.MARKING)
        (judgement,) = marking.judgements.all()

        assert waiting.submission.learner == world.person("chloe")
        assert waiting.evidence.count() == 4
        assert marking.assessor == world.person("cy")
        assert set(judgement.scores) == {"c1", "c2"}
        assert len(design_of(marking.submission.version).criteria) == 4


def test_priya_has_a_draft_for_recognition_of_what_she_can_do(world: World) -> None:
    with across_tenants():
        draft = Attempt.objects.get(submission__learner=world.person("priya"))

        assert (draft.state, draft.submission.route) == (AttemptState.DRAFT, Route.PRIOR_LEARNING)
        assert set(draft.evidence.values_list("requirement", flat=True)) == {"map", "queries", "checks"}


def test_one_met_decision_waits_for_a_named_issuer(world: World) -> None:
    with across_tenants():
        waiting = Decision.objects.filter(outcome="met", award__isnull=True)

        assert [each.attempt.submission.learner for each in waiting] == [world.person("amara")]


def test_two_issuers_revoked_one_credential_and_a_name_was_corrected_once(world: World) -> None:
    with across_tenants():
        revoked = Revocation.objects.get(reason=RevocationReason.INTEGRITY)
        replaced = Credential.objects.get(replaced_by__isnull=False)

        assert (revoked.asked_by, revoked.confirmed_by) == (world.person("ruth"), world.person("tomasz"))
        assert revoked.credential.award.person == world.person("tom")
        assert replaced.award.recipient_name == "José Álvarez"
        assert replaced.replaced_by is not None
        assert replaced.uri == replaced.replaced_by.uri
        assert standing_of(replaced, at=NOW).word is StandingWord.SUPERSEDED


def test_every_credential_verifies_to_what_its_story_tells(world: World) -> None:
    with across_tenants():
        issued = list(Credential.objects.select_related("award__version__definition", "organisation", "revocation"))

    verdicts = {each: verify_bytes(each.signed.encode(), at=NOW, tools=world.tools).report.verdict for each in issued}

    assert {each.state for each in issued} == {CredentialState.RELEASED}
    assert len(issued) == 18
    fallen = {
        (each.award.recipient_name, each.award.version.definition.title, standing_of(each, at=NOW).word.value)
        for each, verdict in verdicts.items()
        if verdict is not Verdict.VALID
    }
    assert fallen == {
        ("Samantha Okafor", "Spreadsheet Sprint", "expired"),
        ("Tom Reyes", "Statistics for Decisions", "revoked"),
        ("José Álvarez", "Critical Thinking at Work", "superseded"),
    }


def test_one_draft_shows_what_stops_it_and_what_is_worth_a_second_look(world: World) -> None:
    with across_tenants():
        draft = DefinitionVersion.objects.get(state=State.DRAFT)

    assert {fault.where for fault in what_stops_publishing(design_of(draft))} == {
        "/description",
        "/outcomes/0",
        "/outcomes/2",
        "/assessment/types",
    }
    assert {remark.where for remark in remarks(design_of(draft))} == {"/title", "/outcomes/0/text", "/credit/value"}


def test_one_definition_has_a_second_version_and_its_first_asked_for_less(world: World) -> None:
    with across_tenants():
        versions = list(
            DefinitionVersion.objects.filter(definition__title="Data Cleaning Essentials").order_by("number")
        )

    assert [len(design_of(each).criteria) for each in versions] == [3, 4]
    assert [len(design_of(each).outcomes) for each in versions] == [3, 4]


def test_all_letters_have_gone_out(world: World) -> None:
    assert Letter.objects.filter(sent_at__isnull=True).count() == 0
    assert Letter.objects.count() > 20


FILES = sorted(Path(demo.__file__).parent.glob("*.py"))
_WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete", "raw"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_of_the_demo_writes_a_row_itself(path: Path) -> None:
    """Rows come from verbs. People come from their manager's own way to make one without the proof of an address."""
    calls = [each.func for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.Call)]
    methods = [each for each in calls if isinstance(each, ast.Attribute)]

    assert [ast.unparse(each) for each in methods if each.attr in _WRITES] == []
    saved = {ast.unparse(each.value) for each in methods if each.attr in {"save", "execute"}}
    assert saved <= {"world", "first", "self.picture()", "cursor"}
    if "cursor" in saved:
        assert path.name == "__main__.py"
