"""What learners and assessors are shown of where things stand."""

from datetime import timedelta
from typing import Any

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.journey import journey_of, my_learning
from assay.campus.assessing.queue import decided_by, desks_of, queue_of
from assay.campus.assessing.resubmit import resubmit
from assay.campus.assessing.timeline import Happening, timeline
from assay.campus.people.grant import grant
from assay.campus.people.roles import Role
from tests.cast import NOW
from tests.rooms.assessing.work import (
    SHORT,
    begun,
    decided,
    handed_in,
    second_assessor,
    studio,
    taken,
)
from tests.rooms.conftest import Clock
from tests.rooms.town import Town


def test_the_timeline_tells_what_happened_in_its_order(town: Town, clock: Clock) -> None:
    first = decided(town, SHORT)
    clock.time += timedelta(days=2)
    resubmit(first.attempt.submission, actor=town.samantha, at=clock())

    told = timeline(journey_of(first.attempt.submission))

    assert [(each.what, each.attempt.number) for each in told] == [
        (Happening.STARTED, 1),
        (Happening.SUBMITTED, 1),
        (Happening.TAKEN, 1),
        (Happening.DECIDED, 1),
        (Happening.RESUMED, 2),
    ]
    assert told[-1].at == NOW + timedelta(days=2)


def test_my_learning_is_mine_and_takes_as_many_queries_for_three_as_for_one(
    town: Town, django_assert_num_queries: Any
) -> None:
    begun(town)
    handed_in(town, version=studio(town, title="Second"))
    decided(town, SHORT, version=studio(town, title="Third"))
    begun(town, learner=town.priya, version=studio(town, title="Not hers"))

    with django_assert_num_queries(3):
        titles = {each.submission.version.definition.title for each in my_learning(town.samantha)}

    assert titles == {"Data Visualisation Studio", "Second", "Third"}


def test_the_queue_takes_one_query_however_long_it_is(town: Town, django_assert_num_queries: Any) -> None:
    version = studio(town)
    for learner in (town.samantha, town.priya, town.stranger):
        handed_in(town, version=version, learner=learner)

    with django_assert_num_queries(1):
        seen = [
            (pseudonyms.learner_of(each.submission), each.submission.version.definition.title)
            for each in queue_of(town.northgate, assessor=town.ana)
        ]

    assert len(seen) == 3


def test_an_assessor_sees_where_there_is_work_for_her(town: Town, django_assert_num_queries: Any) -> None:
    version = studio(town)
    taken(town, version=version)
    handed_in(town, version=version, learner=town.priya)
    handed_in(town, version=version, learner=town.ana)
    cloud = town.cloudvane
    grant(town.ana, Role.ASSESSOR, organisation=cloud, actor=town.otto, at=NOW)

    with django_assert_num_queries(2):
        desks = [(each.organisation, each.waiting, each.in_hand) for each in desks_of(town.ana)]

    assert desks == [(cloud, 0, 0), (town.northgate, 1, 1)]
    assert desks_of(town.samantha) == []


def test_an_assessor_finds_what_she_has_decided(town: Town) -> None:
    decision = decided(town, SHORT)

    assert list(decided_by(town.northgate, assessor=town.ana)) == [decision.attempt]
    assert list(decided_by(town.northgate, assessor=second_assessor(town))) == []
