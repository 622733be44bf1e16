"""Start towards a micro-credential: from the beginning, or with evidence that is there already."""

from datetime import datetime

from django.db import IntegrityError, transaction

from assay.campus.assessing.models import Attempt, Route, Submission
from assay.campus.catalogue.models import DefinitionVersion, State
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.permission import not_found
from assay.campus.people.tenancy import scope
from assay.science.errors import Code, Refused


def start(version: DefinitionVersion, *, learner: Person, at: datetime, route: Route = Route.ASSESSMENT) -> Submission:
    """The learner's submission for this version, with a first attempt to fill. Safe to repeat: there is one.

    Anybody may; no enrolment comes before it. ``route`` is kept for the record and makes no difference to what is
    asked. Raises ``Refused`` for a version that is not the newest published one, and for a retired definition; who
    has started before that goes on.
    """
    with scope(organisation=version.organisation):
        found = begun(version, learner=learner)
        if found is not None:
            return found
        _check_open(version)
        try:
            with transaction.atomic():
                made = Submission.objects.create(
                    organisation=version.organisation, version=version, learner=learner, route=route, started_at=at
                )
                Attempt.objects.create(
                    organisation=version.organisation, submission=made, number=1, started_at=at, changed_at=at
                )
                record_event("assessing.start", made.id, actor=learner, organisation=version.organisation, at=at)
        except IntegrityError:  # started twice at once: the other one counts
            return Submission.objects.get(version=version, learner=learner, withdrawn_at__isnull=True)
    return made


def begun(version: DefinitionVersion, *, learner: Person) -> Submission | None:
    """The learner's submission for this version, or ``None`` before she has started."""
    with scope(organisation=version.organisation):
        return Submission.objects.filter(version=version, learner=learner, withdrawn_at__isnull=True).first()


def _check_open(version: DefinitionVersion) -> None:
    if version.state != State.PUBLISHED:
        not_found()
    if version.definition.retired_at is not None:
        raise Refused(
            f"{version.definition.title} is retired and takes nobody new; look for its successor", code=Code.GONE
        )
    newer = DefinitionVersion.objects.filter(
        definition=version.definition, state=State.PUBLISHED, number__gt=version.number
    )
    if newer.exists():
        reason = f"version {version.number} has been replaced; start the newest version instead"
        raise Refused(reason, code=Code.CONFLICT)
