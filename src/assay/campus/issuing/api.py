"""Awarding over HTTP, for programs of an organisation: ``POST /api/v1/organisations/<slug>/awards``."""

import json
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema
from ninja.security import django_auth
from pydantic import ConfigDict, Field

from assay.campus.assessing.models import Decision
from assay.campus.catalogue.models import DefinitionVersion, State
from assay.campus.issuing.award import award_decision, award_directly
from assay.campus.issuing.models import Award, Credential
from assay.campus.issuing.replies import Reply, replied
from assay.campus.issuing.standing import standing_of
from assay.campus.people.models import Organisation
from assay.campus.people.permission import find_organisation, not_found
from assay.campus.people.request import CampusRequest, as_campus
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from assay.science.errors import MalformedDocument
from assay.science.instants import format_timestamp

router = Router(tags=["issuing"], auth=django_auth)
_PUBLIC_ID = r"^[0-9a-f]{0,32}$"


class AwardRequest(Schema):
    """Either ``decision``, or an achievement with whom it goes to and why the issuer attests it."""

    model_config = ConfigDict(extra="forbid")

    decision: Annotated[str, Field(pattern=_PUBLIC_ID, description="public id of a met decision")] = ""
    achievement: Annotated[str, Field(pattern=_PUBLIC_ID, description="public id of the achievement")] = ""
    version: Annotated[int, Field(ge=0, description="number of the version")] = 0
    name: Annotated[str, Field(description="of the recipient, as it stands on the credential")] = ""
    email: Annotated[str, Field(description="of the recipient; it stands in no credential")] = ""
    because: Annotated[str, Field(description="why it is attested; it stands in the credential")] = ""
    award_key: Annotated[str, Field(description="tells a renewal from the first award")] = ""


class AwardReply(Schema):
    """An award and its credential. The credential itself goes to its holder only."""

    id: str
    credential: str
    achievement: str
    state: str
    standing: str
    valid_from: str
    valid_until: str | None


@router.post("/organisations/{slug:slug}/awards", response={201: AwardReply}, summary="Award a credential")
def award(
    request: HttpRequest,
    slug: str,
    body: AwardRequest,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key")],
) -> HttpResponse:
    """Issue and release a credential, for issuers of the organisation.

    The same key with the same body gives the same answer, byte for byte; the same key with another body is refused
    (409). Another key for the same recipient gives the credential that there is.
    """
    campus = as_campus(request)
    organisation = find_organisation(slug, actor=campus.user, roles=[Role.ISSUER])
    at = campus.tools.now()
    told = b"\n".join([b"POST", request.path.encode(), request.body])
    made = replied(organisation, idempotency_key, told, at=at, answer=lambda: _award(campus, organisation, body))
    return HttpResponse(made.body, status=made.status, content_type="application/json")


@router.get("/organisations/{slug:slug}/awards/{slug:public_id}", response=AwardReply, summary="See an award")
def see_award(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What has become of an award, for issuers of the organisation."""
    campus = as_campus(request)
    organisation = find_organisation(slug, actor=campus.user, roles=[Role.ISSUER])
    with scope(organisation=organisation):
        found = Award.objects.filter(public_id=public_id).first() or not_found()
        newest = found.credentials.get(replaced_by__isnull=True)
        return HttpResponse(_told(newest, campus), content_type="application/json")


def _award(request: CampusRequest, organisation: Organisation, body: AwardRequest) -> Reply:
    actor, at = request.user, request.tools.now()
    if body.decision:
        made = award_decision(_decision(organisation, body), actor=actor, at=at, tools=request.tools)
    else:
        made = award_directly(
            _version(organisation, body),
            name=body.name,
            email=body.email,
            because=body.because,
            award_key=body.award_key,
            actor=actor,
            at=at,
            tools=request.tools,
        )
    return Reply(201, _told(made, request))


def _decision(organisation: Organisation, body: AwardRequest) -> Decision:
    if any((body.achievement, body.version, body.name, body.email, body.because, body.award_key)):
        raise MalformedDocument("a decision says already what was earned and by whom; send it alone", where="/decision")
    related = ("organisation", "attempt__submission__learner", "attempt__submission__version__definition")
    with scope(organisation=organisation):
        return Decision.objects.select_related(*related).filter(public_id=body.decision).first() or not_found()


def _version(organisation: Organisation, body: AwardRequest) -> DefinitionVersion:
    with scope(organisation=organisation):
        published = DefinitionVersion.objects.filter(state=State.PUBLISHED).select_related("definition", "organisation")
        named = published.filter(definition__public_id=body.achievement, number=body.version)
        return named.first() or not_found()


def _told(credential: Credential, request: CampusRequest) -> str:
    with scope(organisation=credential.organisation):
        row = Credential.objects.select_related("award__definition", "revocation").get(id=credential.id)
    until = row.valid_until
    told: dict[str, Any] = {
        "id": row.award.public_id,
        "credential": row.uri,
        "achievement": row.award.definition.public_id,
        "state": row.state,
        "standing": standing_of(row, at=request.tools.now()).word.value,
        "valid_from": format_timestamp(row.valid_from),
        "valid_until": None if until is None else format_timestamp(until),
    }
    return json.dumps(told)
