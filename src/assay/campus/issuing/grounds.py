"""Why somebody gets a credential: a met decision, or the word of a named issuer. What the credential will say of it."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from assay.campus.assessing.models import Decision, Outcome
from assay.campus.catalogue.models import DefinitionVersion, State
from assay.campus.catalogue.reading import design_of
from assay.campus.issuing.recipients import normalised
from assay.campus.people.models import Person
from assay.campus.people.stated_name import stated_name
from assay.science.assessment.record import RECORD_MEDIA_TYPE, Route, digest_sri
from assay.science.designing.publication import level_id, result_description_id
from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.issuing.award import AchievedLevel, RelatedResource
from assay.science.securing.strict_json import JsonObject

_MOST_NAME, _MOST_BECAUSE, _MOST_KEY = 120, 500, 80


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an award rests on, checked: nobody gets one without.

    ``because`` is the issuer's word where there is no decision; ``record`` the assessment record where there is one.
    """

    version: DefinitionVersion
    person: Person | None
    name: str
    email: str
    award_key: str
    decision: Decision | None
    because: str
    achieved: tuple[AchievedLevel, ...]
    evidence: tuple[JsonObject, ...]
    record: str

    def related(self) -> tuple[RelatedResource, ...]:
        """The record as the credential binds it, under a new name: a lasting URL would lead to personal data."""
        if not self.record:
            return ()
        named = f"urn:uuid:{uuid.uuid4()}"
        return (RelatedResource(named, RECORD_MEDIA_TYPE, digest_sri(self.record.encode())),)


def grounds_of(decision: Decision) -> Grounds:
    """The grounds that a met decision gives, told from its record: level by level, and what was handed in.

    Raises ``Refused`` when it is not met, when it was reached under another rubric than the version's, when the learner
    judged herself, or when its record is not the one that was decided on.
    """
    submission = decision.attempt.submission
    version, learner = submission.version, submission.learner
    if decision.outcome != Outcome.MET:
        raise Refused("this decision is “not yet”; a credential follows only from “met”")
    if decision.rubric_digest != version.rubric_digest or not version.rubric_digest:
        raise Refused("it was decided under another rubric than the published one; have it reviewed again")
    if decision.decided_by_id == learner.id:
        raise Refused("the learner and the assessor are the same person; have somebody else review it")
    if digest_sri(decision.record.encode()) != decision.record_digest:
        raise Refused("the assessment record is not the one that was decided on; nothing is issued from it")
    record: Mapping[str, Any] = json.loads(decision.record)
    url = _url(version)
    return Grounds(
        version=version,
        person=learner,
        name=learner.name,
        email=normalised(learner.email or ""),
        award_key="",
        decision=decision,
        because="",
        achieved=tuple(
            AchievedLevel(result_description_id(url, each["id"]), level_id(url, each["id"], each["level"]))
            for each in record["criteria"]
        ),
        evidence=_handed_in(version, record),
        record=decision.record,
    )


def attested(
    version: DefinitionVersion, *, name: str, email: str, because: str, award_key: str, actor: Person
) -> Grounds:
    """The grounds that the issuer's own word gives, without an assessment here. The credential says whose word it is.

    Raises ``MalformedDocument`` for a blank name or reason, or no e-mail address.
    """
    if version.state != State.PUBLISHED:
        raise Refused("only a published version can be awarded; publish it first")
    if version.definition.retired_at is not None:
        raise Refused("this micro-credential is retired: what was issued stays, and nothing new is awarded")
    stated = {"name": stated_name(name, where="/name"), "because": " ".join(because.split())}
    limits = {"name": _MOST_NAME, "because": _MOST_BECAUSE}
    for member, text in stated.items():
        if not text or len(text) > limits[member]:
            raise MalformedDocument(f"write between 1 and {limits[member]} characters", where=f"/{member}")
    if len(award_key) > _MOST_KEY or not award_key.isprintable():
        raise MalformedDocument(f"at most {_MOST_KEY} printable characters", where="/award_key")
    address = normalised(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise MalformedDocument("write an e-mail address such as ada@example.org", where="/email") from error
    issuer = version.organisation.name
    attestation: JsonObject = {
        "name": "Attestation by the issuer",
        "description": f"{actor.name} attests for {issuer} that this was earned. It was not assessed on this platform.",
        "narrative": stated["because"],
        "genre": Route.ATTESTED.value,
    }
    return Grounds(
        version=version,
        person=Person.objects.filter(email=address, is_active=True).first(),
        name=stated["name"],
        email=address,
        award_key=award_key,
        decision=None,
        because=stated["because"],
        achieved=(),
        evidence=(attestation,),
        record="",
    )


def refuse_self_award(grounds: Grounds, actor: Person) -> None:
    """Raise ``Refused`` when somebody is about to award herself (M105)."""
    same_address = bool(grounds.email) and grounds.email == normalised(actor.email or "")
    if grounds.person == actor or same_address:
        raise Refused("nobody awards a credential to themselves; ask a colleague to do it", code=Code.NOT_ALLOWED)


def _handed_in(version: DefinitionVersion, record: Mapping[str, Any]) -> tuple[JsonObject, ...]:
    """That something was handed in, by the name of its requirement. Not the thing: it may be private for ever."""
    names = {each.id: each.title for each in design_of(version).evidence}
    found: list[JsonObject] = []
    for fact in record["evidence"]:
        said: JsonObject = {"name": names.get(fact["requirement"]) or fact["requirement"], "genre": fact["kind"]}
        found.append(said)
    return tuple(found)


def _url(version: DefinitionVersion) -> str:
    """The lasting address of the version, as its published definition says it."""
    published: Mapping[str, Any] = version.achievement or {}
    return str(published["achievement"]["id"])
