"""The unsigned credential: all that will be signed, from arguments alone, so that a retry gives the same bytes."""

from dataclasses import dataclass
from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.identifiers import StatusIndex
from assay.science.instants import ValidityPeriod, format_timestamp
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
) -> JsonObject:
    """The credential that ``issuer`` is about to sign; it counts from ``at`` if the recipient's row says nothing else.

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
    credential["credentialSubject"] = _subject(definition, recipient, email_salt)
    if recipient.evidence or recipient.narrative:
        stated = {"id": recipient.evidence, "narrative": recipient.narrative}
        credential["evidence"] = [
            written({name: text for name, text in stated.items() if text}, "Evidence", "/evidence")
        ]
    if status is not None:
        credential["credentialStatus"] = _status(status)
    refuse_controls(credential)
    return credential


def _subject(definition: Definition, recipient: Recipient, email_salt: str | None) -> JsonObject:
    subject: JsonObject = {"id": recipient.id} if recipient.id else {}
    subject["type"] = ["AchievementSubject"]
    identities: list[JsonValue] = [*identity_objects(recipient, email_salt=email_salt)]
    if identities:
        subject["identifier"] = identities
    subject["achievement"] = definition.achievement
    if recipient.credits is not None:
        subject["creditsEarned"] = recipient.credits
    if recipient.results:
        subject["result"] = [_result(definition, name, value) for name, value in recipient.results.items()]
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
