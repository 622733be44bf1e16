"""Publish a version: it becomes public, and nobody changes it any more."""

from datetime import datetime

from django.db import transaction

from assay.campus.catalogue.addresses import issuer_did, version_url
from assay.campus.catalogue.badge import badge_of
from assay.campus.catalogue.issuer_profile import issuer_profile
from assay.campus.catalogue.models import Definition, DefinitionVersion, State
from assay.campus.catalogue.reading import design_of
from assay.campus.catalogue.search_words import words_of
from assay.campus.people.audit import record_event
from assay.campus.people.held import refuse_if_held
from assay.campus.people.models import Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.science.designing.publication import definition_of
from assay.science.errors import Code, Refused
from assay.science.issuing.definition import read_definition


def publish(version: DefinitionVersion, *, actor: Person, at: datetime, tools: Tools) -> DefinitionVersion:
    """Freeze the draft as it is in ``version`` and make it public; an earlier version is superseded by being earlier.

    Idempotent: a published version is returned as it is. Raises ``Refused`` unless a designer does it; naming the
    first fault when the design is unfinished; when the organisation is held, the definition retired, or somebody has
    saved the draft since ``version`` was read (CONFLICT): what is frozen is what was looked at.
    """
    organisation = version.organisation
    require(actor, organisation, Role.DESIGNER)
    with scope(organisation=organisation):
        # (1) Everything that will be frozen, from what the designer has seen.
        stored = _stored(version)
        if stored.state == State.PUBLISHED:
            return stored
        _refuse_if_barred(stored)
        _refuse_if_older(version, stored)
        frozen = _frozen(stored, tools)
        # (2) Frozen together, and only if it is still that draft.
        with transaction.atomic():
            still = DefinitionVersion.objects.filter(id=stored.id, state=State.DRAFT, revision=stored.revision)
            if still.update(state=State.PUBLISHED, published_by=actor, published_at=at, **frozen):
                Definition.objects.filter(id=stored.definition_id).update(title=design_of(stored).title)
                record_event("catalogue.publish", stored.id, actor=actor, organisation=organisation, at=at)
        stored = _stored(version)
        if stored.state != State.PUBLISHED:
            _refuse_if_older(version, stored)
    return stored


def _stored(version: DefinitionVersion) -> DefinitionVersion:
    rows = DefinitionVersion.objects.select_related("definition", "organisation", "published_by")
    found = rows.filter(id=version.id).first()
    if found is None:
        raise Refused("this draft has been discarded", code=Code.CONFLICT)
    return found


def _refuse_if_barred(version: DefinitionVersion) -> None:
    refuse_if_held(version.organisation)
    if version.definition.retired_at is not None:
        raise Refused("this definition is retired; bring it back before you publish", code=Code.CONFLICT)


def _refuse_if_older(version: DefinitionVersion, stored: DefinitionVersion) -> None:
    if stored.revision != version.revision:
        raise Refused("the draft has been saved since you looked at it; look again", code=Code.CONFLICT)


def _frozen(version: DefinitionVersion, tools: Tools) -> dict[str, object]:
    """The columns of a published version. Raises ``Refused`` or ``MalformedDocument`` when it cannot be published."""
    design = design_of(version)
    url = version_url(version, tools)
    earlier = version.definition.versions.filter(state=State.PUBLISHED, number__lt=version.number).order_by("number")
    definition = definition_of(
        design,
        url=url,
        version=str(version.number),
        issuer=issuer_profile(version.organisation, tools),
        image={"id": f"{url}/badge.svg", "type": "Image"},
        earlier=[
            (tools.address(f"/achievements/{version.definition.public_id}/v/{number}"), str(number))
            for number in earlier.values_list("number", flat=True)
        ],
    )
    read_definition(definition)  # never freeze what could not be issued
    return {
        "design": design.as_json(),
        "design_digest": design.digest(),
        "rubric_digest": design.rubric.digest(),
        "achievement": definition,
        "badge_svg": badge_of(design, issuer_did(version.organisation, tools)),
        "words": words_of(design),
    }
