"""The unsigned credential: all that will be signed, from arguments alone, so that a retry gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.identifiers import StatusIndex
from assay.science.instants import ValidityPeriod, format_timestamp
from assay.science.issuing.award import AchievedLevel, RelatedResource
from assay.science.issuing.definition import Definition, refuse_controls
from assay.science.issuing.recipient import Recipient, identity_objects
from assay.science.issuing.writing import written
from assay.science.securing import contexts
from assay.science.securing.strict_json import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """Where the credential's revocation will be published: a status list and an index in it."""

    list_url: str
    index: StatusIndex


def compose(
    definition: Definition,
    recipient: Recipient,
    *,
    id: str,
    issuer: str,
    at: datetime,
    status: StatusPlace | None = None,
    email_salt: str | None = None,
    achieved: Sequence[AchievedLevel] = (),
    evidence: Sequence[JsonObject] = (),
    source: JsonObject | None = None,
    related: Sequence[RelatedResource] = (),
    awarded: datetime | None = None,
) -> JsonObject:
    """The credential that ``issuer`` is about to sign; it counts from ``at`` if the recipient's row says nothing else.

    ``achieved`` are levels of a rubric that were reached, ``evidence`` further ``Evidence`` objects, ``source`` the
    profile of whoever assessed for the issuer, ``related`` documents bound by their digests, ``awarded`` the instant of
    the first award where this document corrects an earlier one.
    Raises ``MalformedDocument`` for a definition of another issuer, a result that it does not describe, a validity that
    ends before it starts, or a control character. Not checked here: that the definition is a good one.
    """
    if definition.issuer.get("id", issuer) != issuer:
        reason = f"the definition is {definition.issuer['id']}'s, and {issuer} is about to sign"
        raise MalformedDocument(reason, where="/issuer/id", clause="OB 3.0 §B.1 Profile")
    starts = recipient.valid_from or at
    period = ValidityPeriod(starts, definition.ends(starts))
    credential: JsonObject = {
        "@context": [contexts.VC_2, contexts.OB_3],
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": definition.name,
        **definition.about,
        "issuer": {"id": issuer, **{name: member for name, member in definition.issuer.items() if name != "id"}},
        "validFrom": format_timestamp(starts),
    }
    if period.ends is not None:
        credential["validUntil"] = format_timestamp(period.ends)
    if awarded is not None:
        credential["awardedDate"] = format_timestamp(awarded)
    credential["credentialSubject"] = {
        **_subject(definition, recipient, email_salt, achieved),
        **({} if source is None else {"source": written(source, "Profile", "/credentialSubject/source")}),
    }
    shown = [*_of_the_row(recipient), *evidence]
    if shown:
        credential["evidence"] = [written(each, "Evidence", f"/evidence/{index}") for index, each in enumerate(shown)]
    if related:
        credential["relatedResource"] = [each.as_json() for each in related]
    if status is not None:
        credential["credentialStatus"] = _status(status)
    refuse_controls(credential)
    return credential


def _of_the_row(recipient: Recipient) -> list[JsonObject]:
    """The evidence that the recipient's row names."""
    stated = {"id": recipient.evidence, "narrative": recipient.narrative}
    said: JsonObject = {name: text for name, text in stated.items() if text}
    return [said] if said else []


def _subject(
    definition: Definition, recipient: Recipient, email_salt: str | None, achieved: Sequence[AchievedLevel]
) -> JsonObject:
    subject: JsonObject = {"id": recipient.id} if recipient.id else {}
    subject["type"] = ["AchievementSubject"]
    identities: list[JsonValue] = [*identity_objects(recipient, email_salt=email_salt)]
    if identities:
        subject["identifier"] = identities
    subject["achievement"] = definition.achievement
    if recipient.credits is not None:
        subject["creditsEarned"] = recipient.credits
    results: list[JsonValue] = [_result(definition, name, value) for name, value in recipient.results.items()]
    results += [each.as_result(definition.achievement) for each in achieved]
    if results:
        subject["result"] = results
    return subject


def _result(definition: Definition, name: str, value: str) -> JsonObject:
    described = definition.achievement.get("resultDescription", [])
    for description in described if isinstance(described, list) else []:
        if isinstance(description, dict) and description.get("name") == name:
            return {"type": ["Result"], "resultDescription": description["id"], "value": value}
    reason = f"the definition has no resultDescription named {name!r:.60}"
    raise MalformedDocument(reason, where="/achievement/resultDescription", clause="OB 3.0 §B.1 Result")


def _status(status: StatusPlace) -> JsonObject:
    """BSL 1.0 §2.1. One object, not a list: the strict Open Badges schema allows no more."""
    return {
        "id": f"{status.list_url}#{status.index.value}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status.index.value),
        "statusListCredential": status.list_url,
    }
