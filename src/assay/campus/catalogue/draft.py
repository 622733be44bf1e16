"""Write a definition: begin one, begin its next version, save what was typed."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from assay.campus.catalogue.models import Definition, DefinitionVersion, State
from assay.campus.people.audit import record_event
from assay.campus.people.models import Organisation, Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from assay.science.designing.design import MICRO_CREDENTIAL, read_draft
from assay.science.errors import Code, Refused
from assay.science.securing.strict_json import JsonObject


def start_draft(organisation: Organisation, *, actor: Person, at: datetime) -> DefinitionVersion:
    """Begin a new definition with version 1 as its draft. Raises ``Refused`` unless a designer does it."""
    require(actor, organisation, Role.DESIGNER)
    blank: JsonObject = {
        "kind": MICRO_CREDENTIAL,
        "language": "en",
        "quality_assurance": organisation.quality_assurance,
    }
    with scope(organisation=organisation), transaction.atomic():
        definition = Definition.objects.create(organisation=organisation, created_by=actor, created_at=at)
        made = DefinitionVersion.objects.create(
            organisation=organisation,
            definition=definition,
            number=1,
            design=read_draft(blank).as_json(),
            edited_by=actor,
            edited_at=at,
        )
        record_event("catalogue.start_draft", made.id, actor=actor, organisation=organisation, at=at)
    return made


def next_draft(definition: Definition, *, actor: Person, at: datetime) -> DefinitionVersion:
    """Begin the next version from the newest published one; the draft that there is when somebody has begun already.

    Raises ``Refused`` unless a designer does it, and for a retired definition.
    """
    organisation = definition.organisation
    require(actor, organisation, Role.DESIGNER)
    with scope(organisation=organisation):
        drafts = definition.versions.filter(state=State.DRAFT).select_related("definition", "organisation")
        begun = drafts.first()
        if begun is not None:
            return begun
        _refuse_if_retired(definition)
        published = definition.versions.filter(state=State.PUBLISHED)
        newest = published.order_by("-number").first()
        if newest is None:
            raise Refused("there is no version to begin from", code=Code.CONFLICT)
        try:
            with transaction.atomic():
                made = DefinitionVersion.objects.create(
                    organisation=organisation,
                    definition=definition,
                    number=(definition.versions.aggregate(Max("number"))["number__max"] or 0) + 1,
                    design=newest.design,
                    edited_by=actor,
                    edited_at=at,
                )
                record_event("catalogue.next_draft", made.id, actor=actor, organisation=organisation, at=at)
        except IntegrityError:  # somebody else began it at the same moment: the constraints let one draft through
            return drafts.get()
    return made


def save_draft(
    version: DefinitionVersion, design: JsonObject, *, revision: int, actor: Person, at: datetime
) -> DefinitionVersion:
    """Save a draft, finished or not; ``revision`` is the one that the writer began from.

    Idempotent: what is already stored is not saved again. Raises ``MalformedDocument`` for what is no design, and
    ``Refused`` unless a designer does it, with CONFLICT when somebody else has saved since, or it is published.
    """
    organisation = version.organisation
    require(actor, organisation, Role.DESIGNER)
    read = read_draft(design)
    document = read.as_json()
    with scope(organisation=organisation), transaction.atomic():
        stored = _locked(version)
        if stored.state == State.PUBLISHED:
            raise Refused("this version is published and never changes; start the next version", code=Code.CONFLICT)
        if stored.design == document:
            return stored
        if stored.revision != revision:
            who = stored.edited_by or "somebody"
            raise Refused(f"{who} has saved this draft since you opened it", code=Code.CONFLICT)
        stored.design = document
        stored.revision = revision + 1
        stored.edited_by, stored.edited_at = actor, at
        stored.save()
        if stored.number == 1:  # until something is published, lists show what the draft is called
            Definition.objects.filter(id=stored.definition_id).update(title=read.title)
            stored.definition.title = read.title
        record_event("catalogue.save_draft", stored.id, actor=actor, organisation=organisation, at=at)
    return stored


def discard_draft(version: DefinitionVersion, *, actor: Person, at: datetime) -> None:
    """Throw a draft away, and with the only version its definition. Safe to repeat.

    Raises ``Refused`` unless a designer does it, and for a published version.
    """
    organisation = version.organisation
    require(actor, organisation, Role.DESIGNER)
    with scope(organisation=organisation), transaction.atomic():
        stored = DefinitionVersion.objects.select_for_update(of=("self",)).filter(id=version.id).first()
        if stored is None:
            return
        if stored.state == State.PUBLISHED:
            raise Refused("a published version stays; retire the definition instead", code=Code.CONFLICT)
        record_event("catalogue.discard_draft", stored.id, actor=actor, organisation=organisation, at=at)
        definition_id = stored.definition_id
        stored.delete()
        if not DefinitionVersion.objects.filter(definition_id=definition_id).exists():
            Definition.objects.filter(id=definition_id).delete()


def _locked(version: DefinitionVersion) -> DefinitionVersion:
    """The stored row, locked until the transaction ends, so that two who save at once come one after the other."""
    rows = DefinitionVersion.objects.select_for_update(of=("self",))
    found = rows.select_related("definition", "organisation", "edited_by").filter(id=version.id).first()
    if found is None:
        raise Refused("this draft has been discarded", code=Code.CONFLICT)
    return found


def _refuse_if_retired(definition: Definition) -> None:
    if definition.retired_at is not None:
        raise Refused("this definition is retired; bring it back before you write another version", code=Code.CONFLICT)
