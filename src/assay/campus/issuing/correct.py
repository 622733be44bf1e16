"""Correct the name on a credential: the same credential (the same ``id``) again, with a later ``validFrom``.

Of two with the same id and issuer, the one with the later date replaces the other (Open Badges 3.0 §10). Nothing else
may be corrected: another outcome, level or date is another award. The earlier bytes are kept.
"""

from datetime import datetime, timedelta

from django.db import transaction

from assay.adapters.failpoints import failpoint
from assay.campus.issuing.award import refuse_held
from assay.campus.issuing.finish import finish
from assay.campus.issuing.intend import Fixed, named, published_place, store
from assay.campus.issuing.keys import key_in_use
from assay.campus.issuing.models import Award, Credential, CredentialState, IssuerKey, KeyPurpose, Revocation
from assay.campus.issuing.status_places import claim_place
from assay.campus.issuing.steps import Step
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.stated_name import stated_name
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.instants import format_timestamp
from assay.science.issuing.compose import StatusPlace
from assay.science.issuing.definition import refuse_controls
from assay.science.issuing.recipient import identity_objects
from assay.science.securing.strict_json import JsonObject, JsonValue, parse_object

_MOST_NAME = 120


def correct(credential: Credential, *, recipient_name: str, actor: Person, at: datetime, tools: Tools) -> Credential:
    """The credential again, with this name on it, released to the holder; the earlier one is withdrawn with that.

    Safe to repeat: the same correction gives the same credential. Raises ``Refused`` unless an issuer of the
    organisation asks, for a credential that is not released, is revoked or was corrected otherwise already.
    """
    organisation = credential.organisation
    require(actor, organisation, Role.ISSUER)
    refuse_held(organisation)
    name = stated_name(recipient_name, where="/recipient_name")
    if len(name) > _MOST_NAME:
        raise MalformedDocument(f"write a name of at most {_MOST_NAME} characters", where="/recipient_name")
    with scope(organisation=organisation):
        made = _corrected_before(credential, name)
        if made is None:
            key = key_in_use(organisation, KeyPurpose.CREDENTIALS, at=at, tools=tools)
            failpoint(Step.CORRECT_BEFORE_INTENDED)
            with transaction.atomic():
                made = _fix(credential, name, key, actor=actor, at=at, tools=tools)
                failpoint(Step.CORRECT_IN_INTENDED)
            failpoint(Step.CORRECT_AFTER_INTENDED)
    return finish(made, at=at, tools=tools)


def name_on(credential: Credential) -> str:
    """The name as it stands on the credential; "" where there is none."""
    subject = parse_object(credential.unsigned.encode()).get("credentialSubject")
    identities = subject.get("identifier") if isinstance(subject, dict) else None
    for identity in identities if isinstance(identities, list) else []:
        if isinstance(identity, dict) and identity.get("identityType") == "name":
            return str(identity["identityHash"])
    return ""


def _corrected_before(credential: Credential, name: str) -> Credential | None:
    """The correction of this credential to that name, if there is one. Raises ``Refused`` if it was to another name."""
    fresh = Credential.objects.select_related("replaced_by__organisation").get(id=credential.id)
    if fresh.replaced_by is None:
        return None
    if name_on(fresh.replaced_by) != name:
        reason = "this was corrected already; open the credential that replaced it, and correct that one"
        raise Refused(reason, code=Code.CONFLICT)
    return fresh.replaced_by


def _fix(credential: Credential, name: str, key: IssuerKey, *, actor: Person, at: datetime, tools: Tools) -> Credential:
    """The correction, intended. The award's row is locked, so that it is not revoked at the same time."""
    award = Award.objects.select_for_update().get(id=credential.award_id)
    made = _corrected_before(credential, name)
    if made is not None:
        return made
    before = Credential.objects.select_related("organisation").get(id=credential.id)
    if before.state != CredentialState.RELEASED:
        raise Refused("this credential is not released yet; try again in a minute", code=Code.CONFLICT)
    if Revocation.objects.filter(credential=before).exists():
        raise Refused("this credential is being revoked, and is not corrected any more", code=Code.CONFLICT)
    if name == name_on(before):
        raise MalformedDocument("this is the name that stands on it already", where="/recipient_name")
    place = claim_place(before.organisation)
    # Later than the first by at least the one second that timestamps can tell apart.
    starts = max(at, before.valid_from + timedelta(seconds=1))
    unsigned = parse_object(before.unsigned.encode())
    unsigned |= {
        "validFrom": format_timestamp(starts),
        "credentialSubject": _with_name(unsigned["credentialSubject"], name),
        "credentialStatus": _with_place(unsigned["credentialStatus"], published_place(place, tools=tools)),
    }
    refuse_controls(unsigned)
    made = store(Fixed(before.uri, place, unsigned, before.record), award, key, at=at)
    Credential.objects.filter(id=before.id).update(replaced_by=made)
    Award.objects.filter(id=award.id).update(recipient_name=name)
    record_event("issuing.correct", before.id, actor=actor, organisation=before.organisation, at=at)
    record_event("issuing.intend_correction", made.id, actor=actor, organisation=before.organisation, at=at)
    return made


def _with_name(subject: JsonValue, name: str) -> JsonObject:
    """The subject under the other name, everything else as it was."""
    members: JsonObject = subject if isinstance(subject, dict) else {}
    identities: list[JsonValue] = [*identity_objects(named(name, None), email_salt=None)]
    return members | {"identifier": identities}


def _with_place(entry: JsonValue, place: StatusPlace) -> JsonObject:
    """The status entry at another place. Source: BSL 1.0 §2.1."""
    members: JsonObject = entry if isinstance(entry, dict) else {}
    index = str(place.index.value)
    return members | {
        "id": f"{place.list_url}#{index}",
        "statusListIndex": index,
        "statusListCredential": place.list_url,
    }
