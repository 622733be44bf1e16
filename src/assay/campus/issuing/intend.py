"""The first transaction of issuing (T1): everything that the bytes depend on, fixed under the constraints.

Who earned what, the index in the status list, the salt, the dates and the unsigned bytes themselves are there together
or not at all. Whatever happens afterwards, a retry signs these bytes and no others.
"""

import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from assay.adapters.failpoints import failpoint
from assay.campus.catalogue.addresses import issuer_did
from assay.campus.issuing.grounds import Grounds
from assay.campus.issuing.keys import key_in_use
from assay.campus.issuing.leaves import SALT_BYTES
from assay.campus.issuing.models import Award, Credential, IssuerKey, KeyPurpose, Salt, StatusPlace
from assay.campus.issuing.recipients import recipient_keys
from assay.campus.issuing.status_lists import path_of
from assay.campus.issuing.status_places import claim_place
from assay.campus.issuing.steps import Step
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.pairwise import subject_of
from assay.campus.people.tools import Tools
from assay.science.errors import Refused
from assay.science.identifiers import StatusIndex
from assay.science.instants import parse_timestamp
from assay.science.issuing.compose import StatusPlace as PublishedPlace
from assay.science.issuing.compose import compose
from assay.science.issuing.definition import read_definition
from assay.science.issuing.recipient import Recipient
from assay.science.securing.strict_json import JsonObject


def intend(grounds: Grounds, *, actor: Person | None, at: datetime, tools: Tools) -> Credential:
    """The credential that these grounds have earned, intended now or long ago. Inside the organisation's scope.

    Two at once agree on one, by the unique constraint on the award.
    """
    known = awarded(grounds)
    if known is not None:
        return known
    organisation = grounds.version.organisation
    # Key files are written before the transaction: it must not wait for the disk, nor roll a file back.
    key = key_in_use(organisation, KeyPurpose.CREDENTIALS, at=at, tools=tools)
    subject = None if grounds.person is None else subject_of(grounds.person, organisation, tools=tools)
    failpoint(Step.AWARD_BEFORE_INTENDED)
    try:
        with transaction.atomic():
            made = _fix(grounds, key, subject, actor=actor, at=at, tools=tools)
            failpoint(Step.AWARD_IN_INTENDED)
    except IntegrityError:
        known = awarded(grounds)
        if known is None:  # a fault of another kind, not somebody who was faster
            raise
        return known
    failpoint(Step.AWARD_AFTER_INTENDED)
    return made


def awarded(grounds: Grounds) -> Credential | None:
    """What was awarded on such grounds before: the credential, or the one that has replaced it."""
    found = Award.objects.filter(
        definition=grounds.version.definition_id,
        recipient_key__in=recipient_keys(grounds.person, grounds.email),
        award_key=grounds.award_key,
    ).order_by("id")
    award = found.first()
    return None if award is None else award.credentials.select_related("organisation").get(replaced_by__isnull=True)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a credential's row is made of: the bytes to sign, and the facts in them that we ask for by column."""

    uri: str
    place: StatusPlace
    unsigned: JsonObject
    record: str


def store(fixed: Fixed, award: Award, key: IssuerKey, *, at: datetime) -> Credential:
    """Write the credential and its salt. Call it inside the transaction that has claimed the place."""
    document = fixed.unsigned
    ends = parse_timestamp(document["validUntil"], where="/validUntil") if "validUntil" in document else None
    made = Credential.objects.create(
        organisation=award.organisation,
        award=award,
        uri=fixed.uri,
        issuer_key=key,
        status_place=fixed.place,
        valid_from=parse_timestamp(document["validFrom"], where="/validFrom"),
        valid_until=ends,
        unsigned=json.dumps(document, ensure_ascii=False),
        record=fixed.record,
        intended_at=at,
    )
    Salt.objects.create(credential=made, value=secrets.token_bytes(SALT_BYTES))
    return made


def published_place(place: StatusPlace, *, tools: Tools) -> PublishedPlace:
    """A claimed place as the credential names it."""
    return PublishedPlace(tools.address(path_of(place.status_list)), StatusIndex(place.index))


def _fix(
    grounds: Grounds, key: IssuerKey, subject: str | None, *, actor: Person | None, at: datetime, tools: Tools
) -> Credential:
    organisation = grounds.version.organisation
    award = Award.objects.create(  # first: of two at once, the second waits here for the first
        organisation=organisation,
        definition=grounds.version.definition,
        version=grounds.version,
        recipient_key=recipient_keys(grounds.person, grounds.email)[0],
        award_key=grounds.award_key,
        person=grounds.person,
        recipient_name=grounds.name,
        recipient_email=grounds.email,
        decision=grounds.decision,
        attested_because=grounds.because,
        awarded_by=actor,
        awarded_at=at,
    )
    place = claim_place(organisation)
    uri = f"urn:uuid:{uuid.uuid4()}"
    if grounds.version.achievement is None:
        raise Refused("this version has no published definition; publish it first")
    unsigned = compose(
        read_definition(grounds.version.achievement),
        named(grounds.name, subject),
        id=uri,
        issuer=issuer_did(organisation, tools),
        at=at,
        status=published_place(place, tools=tools),
        achieved=grounds.achieved,
        evidence=grounds.evidence,
        related=grounds.related(),
        awarded=at,
    )
    made = store(Fixed(uri, place, unsigned, grounds.record), award, key, at=at)
    record_event("issuing.intend", made.id, actor=actor, organisation=organisation, at=at)
    return made


def named(name: str, subject: str | None) -> Recipient:
    """A recipient as the credential says it: the name in clear, never an e-mail address."""
    return Recipient(
        name=name,
        id=subject,
        email=None,
        evidence=None,
        narrative=None,
        credits=None,
        valid_from=None,
        results={},
    )
