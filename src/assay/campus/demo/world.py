"""The demo world while it grows: its clock, its tools, who and what is there, and the deeds of its stories.

Every deed is a verb of the platform, called with the story's time. Nothing here writes a row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Any

from assay.campus.assessing import evidence
from assay.campus.assessing.decide import decide
from assay.campus.assessing.mark import Mark, save_marks
from assay.campus.assessing.models import Attempt, Decision, Route, Submission
from assay.campus.assessing.start import start
from assay.campus.assessing.submit import submit
from assay.campus.assessing.take import take
from assay.campus.catalogue.draft import next_draft, save_draft, start_draft
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.publish import publish
from assay.campus.demo.cast import BODIES, NAMES, email_of
from assay.campus.demo.story_clock import Calendar, StoryClock
from assay.campus.issuing.award import award_decision
from assay.campus.issuing.models import Credential
from assay.campus.issuing.offers import offers_to
from assay.campus.people.found_organisation import found_organisation
from assay.campus.people.grant import grant
from assay.campus.people.models import Organisation, Person
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.campus.wallet.answer import accept
from assay.campus.wallet.models import Holding

_TEXTS = files("assay.campus.demo").joinpath("evidence")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is handed in."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it is handed in."""

    url: str


Piece = str | File | Link


@dataclass(slots=True)
class World:
    """What there is so far, by the short names that the stories use. ``say`` tells a watcher what has just happened."""

    tools: Tools
    clock: StoryClock
    calendar: Calendar
    say: Callable[[str], None]
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    versions: dict[str, DefinitionVersion] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """When the story is."""
        return self.clock()

    def person(self, key: str) -> Person:
        """Somebody, who arrives when first named."""
        if key not in self.people:
            self.people[key] = Person.objects.create_user(email_of(key), None, name=NAMES[key], joined_at=self.now)
        return self.people[key]

    def found(self, key: str) -> Organisation:
        """An organisation with its people in their roles."""
        body = BODIES[key]
        made = found_organisation(
            body.name,
            kind=body.kind,
            country=body.country,
            url=body.url,
            email=f"hello@{body.url.removeprefix('https://')}",
            description=body.description,
            quality_assurance=body.quality_assurance,
            founder=self.person(body.founder),
            at=self.now,
        )
        for who, role in body.roles:
            grant(self.person(who), role, organisation=made, actor=self.person(body.founder), at=self.now)
        self.organisations[key] = made
        self.say(f"{body.name} joins")
        return made

    def draft(self, organisation: str, design: dict[str, Any], *, designer: str) -> DefinitionVersion:
        """A new definition, written and saved."""
        actor = self.person(designer)
        begun = start_draft(self.organisations[organisation], actor=actor, at=self.now)
        return save_draft(begun, design, revision=begun.revision, actor=actor, at=self.now)

    def publish(self, slug: str, version: DefinitionVersion, *, designer: str) -> DefinitionVersion:
        """Publish a draft; the stories find it by ``slug``."""
        made = publish(version, actor=self.person(designer), at=self.now, tools=self.tools)
        self.versions[slug] = made
        self.say(f"{made.organisation} publishes {made.definition}, version {made.number}")
        return made

    def publish_next(self, slug: str, design: dict[str, Any], *, designer: str) -> DefinitionVersion:
        """Write and publish the next version."""
        actor = self.person(designer)
        begun = next_draft(self.versions[slug].definition, actor=actor, at=self.now)
        saved = save_draft(begun, design, revision=begun.revision, actor=actor, at=self.now)
        return self.publish(slug, saved, designer=designer)

    def start(self, learner: str, slug: str, *, route: Route = Route.ASSESSMENT) -> Attempt:
        """Somebody starts towards a micro-credential; the first attempt, to be filled."""
        submission = start(self.versions[slug], learner=self.person(learner), at=self.now, route=route)
        return self._first_attempt(submission)

    def save(self, attempt: Attempt, pieces: Mapping[str, Piece | tuple[Piece, ...]]) -> None:
        """Save pieces of evidence to a draft, by the ids of what is asked for."""
        learner = attempt.submission.learner
        for requirement, given in pieces.items():
            for piece in given if isinstance(given, tuple) else (given,):
                self._save(attempt, requirement, piece, learner)

    def replace_file(self, attempt: Attempt, requirement: str, file: File) -> None:
        """Take away the file that was there for it, and save another."""
        learner = attempt.submission.learner
        with scope(organisation=attempt.organisation):
            for item in attempt.evidence.filter(requirement=requirement):
                evidence.remove(item, actor=learner, at=self.now)
        self._save(attempt, requirement, file, learner)

    def hand_in(self, attempt: Attempt) -> Attempt:
        """The learner hands it in as her own work."""
        learner = attempt.submission.learner
        self.say(f"{learner} hands in {attempt.submission.version.definition}, attempt {attempt.number}")
        return submit(attempt, actor=learner, declared_own_work=True, at=self.now)

    def take(self, attempt: Attempt, *, assessor: str) -> Attempt:
        """An assessor takes it from the queue."""
        return take(attempt, actor=self.person(assessor), at=self.now)

    def mark(self, attempt: Attempt, marks: Mapping[str, Mark], *, assessor: str) -> None:
        """The assessor saves marks; they may be incomplete."""
        save_marks(attempt, marks, actor=self.person(assessor), at=self.now)

    def decide(self, attempt: Attempt, *, assessor: str) -> Decision:
        """The assessor decides by the marks."""
        made = decide(attempt, actor=self.person(assessor), at=self.now)
        self.say(f"{attempt.submission.version.definition} is decided: {made.get_outcome_display()}")
        return made

    def release(self, decision: Decision, *, issuer: str | None) -> Credential:
        """An issuer releases what a met decision has earned; ``None``: the decision itself does."""
        actor = None if issuer is None else self.person(issuer)
        made = award_decision(decision, actor=actor, at=self.now, tools=self.tools)
        self.say(f"{made.organisation} issues {decision.attempt.submission.version.definition}")
        return made

    def accept(self, credential: Credential, *, holder: str) -> Holding:
        """Its earner takes it into the wallet."""
        person = self.person(holder)
        offer = next(each for each in offers_to(person) if each.credential_id == credential.id)
        return accept(offer, person=person, at=self.now)

    def _save(self, attempt: Attempt, requirement: str, piece: Piece, learner: Person) -> None:
        match piece:
            case str():
                evidence.save_text(attempt, requirement, piece, actor=learner, at=self.now, tools=self.tools)
            case Link():
                evidence.save_link(attempt, requirement, piece.url, actor=learner, at=self.now, tools=self.tools)
            case File():
                evidence.save_file(
                    attempt,
                    requirement,
                    piece.content,
                    name=piece.name,
                    media_type=piece.media_type,
                    actor=learner,
                    at=self.now,
                    tools=self.tools,
                )

    def _first_attempt(self, submission: Submission) -> Attempt:
        with scope(organisation=submission.organisation):
            return submission.attempts.select_related(
                "organisation", "submission__version__definition", "submission__version__organisation"
            ).get()


def written(name: str) -> str:
    """A text that somebody in the demo world has written."""
    return _TEXTS.joinpath(f"{name}.txt").read_text("utf-8").strip()


def png(name: str, content: bytes) -> File:
    """A picture."""
    return File(f"{name}.png", "image/png", content)


def pdf(name: str, content: bytes) -> File:
    """A document."""
    return File(f"{name}.pdf", "application/pdf", content)


def table(name: str, content: bytes) -> File:
    """A table."""
    return File(f"{name}.csv", "text/csv", content)


def notes(name: str, content: str) -> File:
    """A text as a file."""
    return File(f"{name}.md", "text/markdown", content.encode())


def marks(levels: Mapping[str, int], **feedback: str) -> dict[str, Mark]:
    """Marks by criterion, with feedback for some."""
    return {name: {"level": level, "feedback": feedback.get(name, "")} for name, level in levels.items()}
