"""A credential before and after somebody relied on it. The two are different types.

``UnverifiedCredential`` is what reading gives: the right shape, and nothing proved. ``VerifiedCredential`` exists only
where a report was accepted under a policy; stacking, matching and planning take nothing else.
"""

from dataclasses import dataclass
from datetime import datetime

from assay.science.instants import ValidityPeriod
from assay.science.securing.recognised import Recognised
from assay.science.securing.strict_json import JsonObject, JsonValue, listed
from assay.science.securing.vc_jwt import TokenEnvelope
from assay.science.vocabulary.kinds import Kind, Model
from assay.science.vocabulary.members import plain


@dataclass(frozen=True, slots=True)
class UnverifiedCredential:
    """A document of a known kind and the right shape. Nothing in it has been proved.

    ``document`` is the JSON as it was read and is never changed; ``recognised`` is the same where its shape is known;
    ``token`` is the JWT it came in, if it did.
    """

    source: JsonObject | Recognised
    kind: Kind
    model: Model
    issuer: str | None
    validity: ValidityPeriod
    token: TokenEnvelope | None = None

    @property
    def document(self) -> JsonObject:
        """The JSON."""
        return self.source.document if isinstance(self.source, Recognised) else self.source

    @property
    def recognised(self) -> Recognised | None:
        """The document as one of a known shape."""
        return self.source if isinstance(self.source, Recognised) else None

    def only(self, *names: str) -> JsonObject:
        """The document with at least these of its members; of a recognised one no more than these are made."""
        return self.source.only(*names) if isinstance(self.source, Recognised) else self.source

    def may_name(self, *names: str) -> bool:
        """Whether an object in it, at any depth, may have a member of one of these names."""
        return not isinstance(self.source, Recognised) or not self.source.shape.names.isdisjoint(names)

    @property
    def id(self) -> str | None:
        """The credential's own identifier, if it has one."""
        found = self.only("id").get("id")
        return found if isinstance(found, str) else None

    @property
    def subject(self) -> JsonObject:
        """The first subject; an Open Badges 2.0 assertion has none and gives an empty object."""
        return _first(self.document.get("credentialSubject")) or {}

    def summary(self) -> dict[str, JsonValue]:
        """What the document says, for people and programs to see beside the verdict. Claims, not facts."""
        issuer = self.document.get("issuer")
        subject = self.subject
        achievement = _first(subject.get("achievement", self.document.get("badge")))
        stated: dict[str, JsonValue] = {
            "kind": self.kind.value,
            "model": self.model.value,
            "id": self.id,
            "name": plain(self.document.get("name", [])),
            "issuer": {"id": self.issuer, "name": plain(issuer.get("name", [])) if isinstance(issuer, dict) else None},
            "subject": {"id": subject.get("id")},
            "achievement": _achievement(achievement) if achievement else None,
            "validFrom": _stamp(self.validity.starts),
            "validUntil": _stamp(self.validity.ends),
        }
        return stated


@dataclass(frozen=True, slots=True)
class VerifiedCredential:
    """A credential that was checked at an instant and accepted under a policy. Made only by ``Report.accept``."""

    unverified: UnverifiedCredential
    as_of: datetime
    policy: str


def _first(value: JsonValue) -> JsonObject | None:
    """The object, or the first of several: brackets around one say nothing, so anybody may put them there."""
    found = next(iter(listed(value)), None)
    return found if isinstance(found, dict) else None


def _achievement(achievement: JsonObject) -> JsonObject:
    return {
        "id": achievement.get("id"),
        "type": plain(achievement.get("achievementType", [])),
        "name": plain(achievement.get("name", [])),
    }


def _stamp(instant: datetime | None) -> str | None:
    return instant.isoformat().replace("+00:00", "Z") if instant else None
