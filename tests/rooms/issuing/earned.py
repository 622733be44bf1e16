"""What the tests of issuing begin with: a published micro-credential and a decision that somebody has met it."""

from collections.abc import Sequence
from typing import Any

from assay.campus.assessing.decide import decide
from assay.campus.assessing.evidence import save_text
from assay.campus.assessing.mark import save_marks
from assay.campus.assessing.models import Attempt, Decision
from assay.campus.assessing.start import start
from assay.campus.assessing.submit import submit
from assay.campus.assessing.take import take
from assay.campus.catalogue.draft import save_draft, start_draft
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.publish import publish
from assay.campus.issuing.award import award_decision
from assay.campus.issuing.models import Credential
from assay.campus.people.models import Letter, Organisation, Person
from assay.campus.people.tenancy import across_tenants, scope
from tests.designs import STUDIO, with_changes
from tests.rooms.town import Town

# One text is enough to hand in: how evidence is collected is told elsewhere.
CONTEXT: Any = STUDIO["evidence"][0]  # type: ignore[index]  # a list of objects
FEEDBACK = "Name the missing years in the chart itself."


def studio(town: Town, *, release: str = "person", **changes: Any) -> DefinitionVersion:
    """Northgate's Data Visualisation Studio, published; one text is handed in for it."""
    design = with_changes(evidence=[CONTEXT], release=release, **changes)
    draft = start_draft(town.northgate, actor=town.weiss, at=town.tools.now())
    draft = save_draft(draft, design, revision=draft.revision, actor=town.weiss, at=town.tools.now())
    return publish(draft, actor=town.weiss, at=town.tools.now(), tools=town.tools)


def decided(town: Town, version: DefinitionVersion, learner: Person, levels: Sequence[int] = (4, 2)) -> Decision:
    """ANA's decision on what the learner has handed in; met with these levels unless others are given."""
    at = town.tools.now()
    submission = start(version, learner=learner, at=at)
    with scope(organisation=version.organisation):
        attempt = Attempt.objects.select_related("submission__version", "organisation").get(submission=submission)
    save_text(attempt, "context", "The city asks for its budget.", actor=learner, at=at, tools=town.tools)
    submit(attempt, actor=learner, declared_own_work=True, at=at)
    take(attempt, actor=town.ana, at=at)
    marks = zip(("c1", "c4"), levels, strict=True)
    save_marks(attempt, {each: {"level": level, "feedback": FEEDBACK} for each, level in marks}, actor=town.ana, at=at)
    return decide(attempt, actor=town.ana, at=at)


def met(town: Town, learner: Person | None = None, version: DefinitionVersion | None = None) -> Decision:
    """A met decision for SAMANTHA, or for somebody else."""
    return decided(town, version or studio(town), learner or town.samantha)


def awarded(town: Town, learner: Person | None = None, version: DefinitionVersion | None = None) -> Credential:
    """A credential that RUTH has released on a met decision."""
    decision = met(town, learner, version)
    return award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)


def letters_to(person: Person) -> list[Letter]:
    return list(Letter.objects.filter(to=person.email).order_by("id"))


def offer_letters() -> list[Letter]:
    """Those with a link to an offer."""
    return list(Letter.objects.filter(body__contains="/offers/").order_by("id"))


def token_of(letter: Letter) -> str:
    """The token in the letter's link."""
    return letter.body.partition("/offers/")[2].split()[0]


def stored(credential: Credential) -> Credential:
    """The row as it is now."""
    with across_tenants():
        return Credential.objects.select_related("award", "organisation", "status_place__status_list").get(
            id=credential.id
        )


def count(model: Any, organisation: Organisation | None = None) -> int:
    """How many rows of a table there are, whosever they are."""
    with across_tenants():
        rows = model.objects.all() if organisation is None else model.objects.filter(organisation=organisation)
        return int(rows.count())
