"""Builds the demo world: every story, in the order of time, by the verbs of the platform and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from assay.campus.demo import story_learners, story_organisations, story_samantha
from assay.campus.demo.story_clock import Calendar, StoryClock
from assay.campus.demo.timeline import tell
from assay.campus.demo.world import World
from assay.campus.issuing.status_lists import publish_changed
from assay.campus.people.letters import deliver_letters
from assay.campus.people.tools import Tools

_STORIES = (
    story_organisations.northgate,
    story_organisations.cloudvane,
    story_organisations.institute,
    story_organisations.sprintlab,
    story_organisations.meridale,
    story_organisations.coop,
    story_organisations.harbour,
    story_samantha.sprint,
    story_samantha.statistics,
    story_samantha.studio,
    story_samantha.cleaning,
    story_samantha.thinking,
    story_learners.michael,
    story_learners.tom,
    story_learners.jonas,
    story_learners.alice,
    story_learners.jose,
    story_learners.lena,
    story_learners.ben,
    story_learners.chloe,
    story_learners.amara,
    story_learners.priya,
    story_learners.neighbours,
    story_learners.transfers,
)
# A little more than the oldest deed, so that the clock only goes forward.
_SPAN = timedelta(days=3 * 365)


def build_world(tools: Tools, *, now: datetime, say: Callable[[datetime, str], None]) -> World:
    """Tell all stories on a clock that ends at ``now``, with the keys and files of ``tools``, in an empty database.

    ``say`` is told each milestone with its date in the story. Letters go out when the story has come to them.
    """
    clock = StoryClock(now - _SPAN)
    world = World(
        tools=replace(tools, now=clock),
        clock=clock,
        calendar=Calendar(now),
        say=lambda words: say(clock(), words),
    )
    tell(
        [story(world) for story in _STORIES],
        clock=clock,
        afterwards=lambda: _post(clock()),
    )
    clock.advance_to(now)
    publish_changed(at=now, tools=world.tools)  # so that the first visitor finds lists of today
    _post(now)
    return world


def _post(at: datetime) -> None:
    while deliver_letters(at=at):
        pass
