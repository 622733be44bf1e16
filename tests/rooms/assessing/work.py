"""Work on the way: a published micro-credential of Northgate's and what Samantha does with it, by the real verbs."""

from io import BytesIO
from typing import Any

from PIL import Image

from assay.campus.assessing import evidence
from assay.campus.assessing.decide import decide
from assay.campus.assessing.mark import Mark, save_marks
from assay.campus.assessing.models import Attempt, Decision, EvidenceItem, Judgement, Submission
from assay.campus.assessing.start import start
from assay.campus.assessing.submit import submit
from assay.campus.assessing.take import take
from assay.campus.catalogue.draft import save_draft, start_draft
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.publish import publish
from assay.campus.people.grant import end_membership, grant
from assay.campus.people.models import Membership, Person
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants
from tests.rooms.town import Town

CONTEXT = "My team asked which of our three branches lost visitors last winter and why."
REFLECTION = "I would begin with the question next time and choose the chart afterwards."
PERFECT: dict[str, Mark] = {
    "c1": {"level": 3, "feedback": ""},
    "c2": {"level": 3, "feedback": "The axis begins at zero; good."},
}
SHORT: dict[str, Mark] = {
    "c1": {"level": 3, "feedback": ""},
    "c2": {"level": 1, "feedback": "Begin the axis at zero and say what is missing."},
}


def studio_design() -> dict[str, Any]:
    """A finished design: a text, a file, and four pieces of evidence that may be left out."""
    levels = [
        {"level": 1, "label": "Beginning", "descriptor": "It is not clear who asks what."},
        {"level": 2, "label": "Developing", "descriptor": "The question is there, the reader is not."},
        {"level": 3, "label": "Proficient", "descriptor": "The reader's question leads every choice."},
    ]
    criteria = [
        {
            "id": name,
            "name": title,
            "description": "",
            "outcomes": [outcome],
            "required_level": 2,
            "levels": levels,
        }
        for name, title, outcome in (
            ("c1", "Question and audience", "o1"),
            ("c2", "Honest scales", "o2"),
        )
    ]
    asked = [
        ("e1", "text", "Context", True, 5, 40),
        ("e2", "file", "The visualisation", True, None, None),
        ("e3", "link", "A live version", False, None, None),
        ("e4", "text", "Reflection", False, None, None),
        ("e5", "video", "A walk-through", False, None, None),
        ("e6", "attestation", "A colleague's word", False, None, None),
    ]
    return {
        "title": "Data Visualisation Studio",
        "kind": "MicroCredential",
        "purpose": "Shows that somebody can make data answer a question for a reader.",
        "audience": "People who report with numbers.",
        "description": "Designing charts that answer a question honestly.",
        "language": "en",
        "outcomes": [
            {"id": "o1", "text": "Chooses charts that answer a reader's question"},
            {"id": "o2", "text": "Draws scales that do not mislead"},
        ],
        "skills": [{"name": "data visualisation", "uri": "https://skills.example/dataviz", "framework": "Example"}],
        "rubric": {"rule": "all_met", "criteria": criteria},
        "evidence": [
            {
                "id": name,
                "kind": kind,
                "title": title,
                "instructions": f"Hand in for {title.lower()} what your reader saw.",
                "required": required,
                "min_words": least,
                "max_words": most,
            }
            for name, kind, title, required, least, most in asked
        ],
        "workload_hours": "60",
        "duration": "P6W",
        "credit": {"value": "3", "unit": "ECTS"},
        "level": {"framework": "EQF", "value": "6"},
        "assessment": {"types": ["portfolio"], "supervision": "unsupervised, identity not checked"},
        "participation": "online",
        "quality_assurance": "Reviewed each year by the faculty board.",
        "prerequisites": "",
        "validity": {"period": "P3Y"},
        "tags": ["charts"],
        "field_of_study": "",
        "release": "person",
    }


def studio(town: Town, **changes: Any) -> DefinitionVersion:
    """Published by Weiss for Northgate."""
    now = town.tools.now()
    draft = start_draft(town.northgate, actor=town.weiss, at=now)
    saved = save_draft(draft, {**studio_design(), **changes}, revision=draft.revision, actor=town.weiss, at=now)
    return publish(saved, actor=town.weiss, at=now, tools=town.tools)


def begun(town: Town, *, learner: Person | None = None, version: DefinitionVersion | None = None) -> Attempt:
    """Samantha has started, and has handed in nothing yet."""
    submission = start(version or studio(town), learner=learner or town.samantha, at=town.tools.now())
    return newest(submission)


def filled(town: Town, *, learner: Person | None = None, version: DefinitionVersion | None = None) -> Attempt:
    """Everything that is required is there."""
    attempt = begun(town, learner=learner, version=version)
    save_text(town, attempt, "e1", CONTEXT)
    save_file(town, attempt, "e2")
    return attempt


def handed_in(town: Town, *, learner: Person | None = None, version: DefinitionVersion | None = None) -> Attempt:
    """It waits in the queue."""
    attempt = filled(town, learner=learner, version=version)
    return submit(attempt, actor=attempt.submission.learner, declared_own_work=True, at=town.tools.now())


def taken(town: Town, *, learner: Person | None = None, version: DefinitionVersion | None = None) -> Attempt:
    """Ana reviews it."""
    return take(handed_in(town, learner=learner, version=version), actor=town.ana, at=town.tools.now())


def marked(town: Town, marks: dict[str, Mark], *, version: DefinitionVersion | None = None) -> Attempt:
    """Ana has given these marks."""
    attempt = taken(town, version=version)
    save_marks(attempt, marks, actor=town.ana, at=town.tools.now())
    return attempt


def decided(town: Town, marks: dict[str, Mark], *, version: DefinitionVersion | None = None) -> Decision:
    """Ana has decided by these marks."""
    return decide(marked(town, marks, version=version), actor=town.ana, at=town.tools.now())


def save_text(town: Town, attempt: Attempt, requirement: str, text: str) -> EvidenceItem:
    """By the attempt's own learner."""
    learner = attempt.submission.learner
    return evidence.save_text(attempt, requirement, text, actor=learner, at=town.tools.now(), tools=town.tools)


def save_file(
    town: Town, attempt: Attempt, requirement: str, data: bytes | None = None, name: str = "chart.png"
) -> EvidenceItem:
    """By the attempt's own learner; a small picture unless something else is given."""
    return evidence.save_file(
        attempt,
        requirement,
        picture() if data is None else data,
        name=name,
        media_type="image/png",
        actor=attempt.submission.learner,
        at=town.tools.now(),
        tools=town.tools,
    )


def picture(colour: tuple[int, int, int] = (20, 90, 90)) -> bytes:
    """A PNG of one colour, 40 by 30."""
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


def newest(submission: Submission) -> Attempt:
    """The newest attempt, read afresh."""
    with across_tenants():
        return (
            Attempt.objects.select_related("submission__version__definition")
            .filter(submission=submission)
            .latest("number")
        )


def afresh(attempt: Attempt) -> Attempt:
    """The attempt as it is now."""
    with across_tenants():
        return Attempt.objects.get(id=attempt.id)


def items_of(attempt: Attempt) -> list[EvidenceItem]:
    """Its evidence as it is now, the oldest first."""
    with across_tenants():
        return list(EvidenceItem.objects.filter(attempt=attempt).order_by("id"))


def judgement_by(attempt: Attempt, assessor: Person) -> Judgement:
    """The marks as they are now."""
    with across_tenants():
        return Judgement.objects.get(attempt=attempt, assessor=assessor)


def second_assessor(town: Town) -> Person:
    """Weiss, who assesses for Northgate as well from now on."""
    grant(town.weiss, Role.ASSESSOR, organisation=town.northgate, actor=town.nadia, at=town.tools.now())
    return town.weiss


def leaves(town: Town, person: Person, role: Role) -> None:
    """The person gives the role up."""
    end_membership(Membership.objects.get(person=person, role=role), actor=person, at=town.tools.now())
