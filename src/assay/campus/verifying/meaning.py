"""What a credential says, for people: from the document alone, anybody's. Claims, which the checks do not judge.

Everything is read leniently: a member of another shape than expected is left out, and the page says "not stated".
Source: Open Badges 3.0 §B.1 (Achievement, Alignment, Evidence, Result, ResultDescription), VCDM 2.0 §4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from assay.campus.catalogue.kinds import kind_label
from assay.science.securing.strict_json import JsonObject, JsonValue, listed
from assay.science.vocabulary.credential import UnverifiedCredential

# A page is for reading; a document may hold a million of each.
_MOST = 40


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill that the achievement is aligned with; ``url`` is "" unless it is a web address."""

    name: str
    url: str
    framework: str


@dataclass(frozen=True, slots=True)
class Reached:
    """One result: for which criterion, what was reached, what was required. "" is not stated."""

    criterion: str
    reached: str
    required: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as the credential names it."""

    name: str
    narrative: str
    url: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """The facts on the page, in the order of the page. "" and () are "not stated"."""

    name: str
    kind: str
    issuer_name: str
    issuer_id: str
    issuer_domain: str
    holder: str
    description: str
    criteria: str
    criteria_url: str
    skills: tuple[Skill, ...]
    results: tuple[Reached, ...]
    evidence: tuple[Piece, ...]
    credit: str
    valid_from: datetime | None
    valid_until: datetime | None
    picture: str

    @property
    def kind_in_words(self) -> str:
        """The kinds as the catalogue calls them."""
        return ", ".join(str(kind_label(each)) for each in self.kind.split(", "))


def meaning_of(credential: UnverifiedCredential) -> Meaning:
    """Read the facts out of a credential of any kind that Assay reads."""
    document, subject = credential.document, credential.subject
    achievement = _first(subject.get("achievement", document.get("badge")))
    issuer = _first(document.get("issuer")) or _first(achievement.get("issuer"))
    criteria = _first(achievement.get("criteria"))
    issuer_id = credential.issuer or ""
    return Meaning(
        name=_text(achievement, "name") or _text(document, "name"),
        kind=", ".join(_texts(achievement.get("achievementType"))) or credential.kind.value,
        issuer_name=_text(issuer, "name"),
        issuer_id=issuer_id,
        issuer_domain=domain_of(issuer_id),
        holder=_holder(subject),
        description=_text(achievement, "description"),
        criteria=_text(criteria, "narrative"),
        criteria_url=_web(_text(criteria, "id") or "".join(_texts(achievement.get("criteria"))[:1])),
        skills=tuple(_skills(achievement)),
        results=tuple(_results(subject, achievement)),
        evidence=tuple(_evidence(document)),
        credit=_number(subject.get("creditsEarned")) or _number(achievement.get("creditsAvailable")),
        valid_from=credential.validity.starts,
        valid_until=credential.validity.ends,
        picture=_picture(achievement),
    )


def domain_of(identifier: str) -> str:
    """The domain that an issuer's identifier is bound to, in ASCII; "" for one that is bound to none (did:key).

    A name in letters that look like others' shows as ``xn--…`` here, because hosts are compared in ASCII.
    """
    if identifier.startswith("did:web:"):
        return unquote(identifier.removeprefix("did:web:").split(":", 1)[0].split("#", 1)[0]).lower()
    if identifier.startswith("https://"):
        host = urlsplit(identifier).hostname or ""
        try:
            return host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return ""


def _holder(subject: JsonObject) -> str:
    """The name in clear, if the credential carries one; else the subject's identifier."""
    for identity in _objects(subject.get("identifier")):
        if identity.get("hashed") is False and identity.get("identityType") == "name":
            return _text(identity, "identityHash")
    return _text(subject, "name") or _text(subject, "id")


def _skills(achievement: JsonObject) -> Iterator[Skill]:
    for each in _objects(achievement.get("alignment")):
        if name := _text(each, "targetName"):
            yield Skill(name, _web(_text(each, "targetUrl")), _text(each, "targetFramework"))


def _results(subject: JsonObject, achievement: JsonObject) -> Iterator[Reached]:
    described = {_text(each, "id"): each for each in _objects(achievement.get("resultDescription"))}
    for result in _objects(subject.get("result")):
        description = described.get(_text(result, "resultDescription"), {})
        levels = {_text(each, "id"): _text(each, "name") for each in _objects(description.get("rubricCriterionLevel"))}
        reached = levels.get(_text(result, "achievedLevel"), "") or _text(result, "value")
        required = levels.get(_text(description, "requiredLevel"), "") or _text(description, "requiredValue")
        if name := _text(description, "name") or reached:
            yield Reached(name, reached, required)


def _evidence(document: JsonObject) -> Iterator[Piece]:
    for each in _objects(document.get("evidence")):
        name, narrative, url = _text(each, "name"), _text(each, "narrative"), _web(_text(each, "id"))
        if name or narrative or url:
            yield Piece(name, narrative, url)


def _picture(achievement: JsonObject) -> str:
    """The achievement's own picture if it is inside the document: no page of ours asks a stranger's server for one."""
    image = _first(achievement.get("image"))
    source = _text(image, "id") or "".join(_texts(achievement.get("image"))[:1])
    return source if source.startswith(("data:image/png;base64,", "data:image/svg+xml;base64,")) else ""


def _first(value: JsonValue) -> JsonObject:
    return next(_objects(value), {})


def _objects(value: JsonValue) -> Iterator[JsonObject]:
    return (each for each in listed(value if value is not None else [])[:_MOST] if isinstance(each, dict))


def _texts(value: JsonValue) -> list[str]:
    return [each for each in listed(value if value is not None else [])[:_MOST] if isinstance(each, str)]


def _text(document: JsonObject, member: str) -> str:
    """A member as text; of a language map or a value object, the text in it."""
    value = document.get(member)
    if isinstance(value, dict):
        value = value.get("@value", next(iter(value.values()), None))
    return value if isinstance(value, str) else ""


def _number(value: JsonValue) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _web(text: str) -> str:
    return text if text.startswith(("https://", "http://")) else ""
