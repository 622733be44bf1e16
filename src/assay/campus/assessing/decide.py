"""Decide an attempt by its marks, once, and write the record of how it was decided."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.keeping import keep_marking
from assay.campus.assessing.mark import judged
from assay.campus.assessing.models import Attempt, AttemptState, Decision, EvidenceItem, Judgement
from assay.campus.assessing.take import may_assess
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.reading import design_of
from assay.campus.people.audit import record_event
from assay.campus.people.letters import write_letter
from assay.campus.people.models import Person
from assay.campus.people.tenancy import scope
from assay.science.assessment import decision as rules
from assay.science.assessment.evidence import EvidenceKind
from assay.science.assessment.record import EvidenceFact, Route, compose_record, digest_sri, record_bytes
from assay.science.errors import Code, Refused
from assay.science.securing.strict_json import JsonObject


def decide(attempt: Attempt, *, actor: Person, at: datetime, seen: datetime | None = None) -> Decision:
    """Turn the marks into a decision; the attempt, its evidence and its marks never change afterwards.

    Idempotent: asked again, the same assessor gets the first decision. ``seen`` is when the marks were saved that the
    assessor has looked at: others were saved since, and nothing is decided. Raises ``Refused`` unless the actor is
    reviewing the attempt, for unfinished marks, and for marks under another rubric than the version's.
    """
    may_assess(attempt, actor)
    with scope(organisation=attempt.organisation), transaction.atomic():
        # (1) Hold the attempt: whoever saves marks or decides now waits, and then finds it decided.
        try:
            keep_marking(attempt, assessor=actor, at=at)
        except Refused:
            known = Decision.objects.filter(attempt=attempt, decided_by=actor).first()
            if known is None:
                raise
            return known
        judgement = _judgement(attempt, actor)
        if seen is not None and judgement.saved_at != seen:
            reason = "the marks were changed since you looked at the outcome; look at it again"
            raise Refused(reason, code=Code.CONFLICT)
        # (2) The outcome follows from the rubric and the marks, and from nothing else.
        decided = outcome_of(judgement, attempt.submission.version)
        raw = record_bytes(_record(attempt, decided, actor=actor, at=at))
        # (3) All of it together, or nothing.
        Attempt.objects.filter(id=attempt.id, state=AttemptState.MARKING).update(state=AttemptState.DECIDED)
        made = Decision.objects.create(
            organisation=attempt.organisation,
            attempt=attempt,
            outcome=decided.outcome.value,
            decided_by=actor,
            decided_at=at,
            rubric_digest=judgement.rubric_digest,
            scores=judgement.scores,
            record=raw.decode(),
            record_digest=digest_sri(raw),
        )
        record_event(
            "assessing.decide",
            made.id,
            actor=actor,
            organisation=attempt.organisation,
            at=at,
            reason=decided.outcome.value,
        )
        _tell(attempt, at=at)
    return made


def outcome_of(judgement: Judgement, version: DefinitionVersion) -> rules.Decided:
    """What the rubric makes of these marks: shown before deciding, and decided.

    Raises ``Refused`` for unfinished marks, naming each criterion, and for marks under another rubric.
    """
    rubric = design_of(version).rubric
    if not judgement.rubric_digest == version.rubric_digest == rubric.digest():
        raise Refused("these marks were made by another rubric than the one that was published; mark it anew")
    return rules.decide(rubric, judged(judgement.scores, version))


def results_of(decision: Decision) -> rules.Decided:
    """The decision criterion by criterion, as its learner reads it."""
    version = decision.attempt.submission.version
    return rules.decide(design_of(version).rubric, judged(decision.scores, version))


def _judgement(attempt: Attempt, actor: Person) -> Judgement:
    found = Judgement.objects.filter(attempt=attempt, assessor=actor).first()
    if found is None:
        raise Refused("there are no marks yet; choose a level for each criterion first")
    return found


def _record(attempt: Attempt, decided: rules.Decided, *, actor: Person, at: datetime) -> JsonObject:
    version = attempt.submission.version
    design = design_of(version)
    items = EvidenceItem.objects.filter(attempt=attempt).order_by("id")
    return compose_record(
        decided,
        achievement=achievement_of(version),
        route=Route(attempt.submission.route),
        attempt=attempt.number,
        decided_at=at,
        assessor=pseudonyms.assessor_of(actor, attempt.organisation),
        terms=design.terms,
        evidence=[
            EvidenceFact(item.requirement, EvidenceKind(item.kind), item.blob_digest or None)
            for item in items
            if item.text.strip() or item.url or item.blob_digest
        ],
        policies={"release": design.release.value},
    )


def achievement_of(version: DefinitionVersion) -> str:
    """The lasting URL of the version, as publishing fixed it."""
    achievement = (version.achievement or {}).get("achievement", {})
    if not isinstance(achievement, dict) or not isinstance(achievement.get("id"), str):
        raise Refused("this version has no lasting address: it was never published", code=Code.CONFLICT)
    return str(achievement["id"])


def _tell(attempt: Attempt, *, at: datetime) -> None:
    """Tell the learner that there is a decision. Not which: mail is read by others."""
    learner = attempt.submission.learner
    if not learner.email:
        return
    title = attempt.submission.version.definition.title
    subject = _("Your work for %(title)s has been reviewed") % {"title": title}
    body = _(
        "Hello %(name)s,\n\n%(organisation)s has reviewed what you handed in for %(title)s.\n"
        "Sign in and open My learning to read the decision and the feedback.\n"
    ) % {"name": learner.name, "organisation": attempt.organisation.name, "title": title}
    write_letter(learner.email, subject, body, at=at)
