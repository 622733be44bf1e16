"""What a learner has to hand in, and what of it is missing.

    {"id": "e1", "kind": "text", "title": "Reflection", "instructions": "…", "required": true,
     "min_words": 250, "max_words": 400}

Completeness only: a submission that lacks something goes back and costs no attempt. Not judged: whether it is any good.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from assay.science.assessment.words import word_count
from assay.science.errors import MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.vocabulary.fields import Fields

MEMBERS = frozenset({"id", "kind", "title", "instructions", "required", "min_words", "max_words"})
MOST_REQUIREMENTS = 20
_MOST_WORDS = 20_000
# What servers and proxies commonly take (RFC 9110 §4.1 asks for 8000).
_MOST_LINK = 2048


class EvidenceKind(StrEnum):
    """The form of a piece of evidence."""

    TEXT = "text"
    FILE = "file"
    LINK = "link"
    VIDEO = "video"
    ATTESTATION = "attestation"


@dataclass(frozen=True, slots=True)
class EvidenceRequirement:
    """One thing to hand in. Words are bounded for texts only."""

    id: str
    kind: EvidenceKind
    title: str
    instructions: str
    required: bool
    min_words: int | None
    max_words: int | None

    def as_json(self) -> JsonObject:
        """As in the design's JSON."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "title": self.title,
            "instructions": self.instructions,
            "required": self.required,
            "min_words": self.min_words,
            "max_words": self.max_words,
        }


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One thing that was handed in for a requirement: a text, a link, or a file kept elsewhere."""

    requirement_id: str
    kind: EvidenceKind
    text: str = ""
    url: str = ""
    has_file: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it: a field of the form that was left alone."""
        return not (self.text.strip() or self.url.strip() or self.has_file)


@dataclass(frozen=True, slots=True)
class Missing:
    """One reason why a submission goes back, as a sentence for the learner."""

    requirement_id: str
    title: str
    reason: str


def read_requirements(document: JsonValue) -> tuple[EvidenceRequirement, ...]:
    """Read the finished list of requirements. Raises ``MalformedDocument`` with the place of the first fault."""
    found = read_unfinished(Fields({"evidence": document}, "", frozenset({"evidence"})))
    for fault in faults(found):
        raise fault
    return found


def read_unfinished(form: Fields) -> tuple[EvidenceRequirement, ...]:
    """Read what there is under ``evidence``. Raises ``MalformedDocument`` for what is of the wrong type or too long."""
    return tuple(
        EvidenceRequirement(
            id=each.name("id"),
            kind=EvidenceKind(each.word("kind", tuple(EvidenceKind))),
            title=each.text("title", most=120),
            instructions=each.text("instructions", most=4000),
            required=each.flag("required", otherwise=True),
            min_words=each.number("min_words", most=_MOST_WORDS),
            max_words=each.number("max_words", most=_MOST_WORDS),
        )
        for each in form.named("evidence", MEMBERS, most=MOST_REQUIREMENTS)
    )


def faults(requirements: Sequence[EvidenceRequirement]) -> Iterator[MalformedDocument]:
    """What keeps these requirements from being published, in the order of the form."""
    if not any(each.required for each in requirements):
        reason = "ask for at least one piece of evidence that everybody hands in"
        yield MalformedDocument(reason, where="/evidence", clause="2022/C 243/02 Annex I, type of assessment")
    for index, each in enumerate(requirements):
        where = f"/evidence/{index}"
        if not each.title:
            yield MalformedDocument("give this piece of evidence a title", where=where + "/title")
        if not each.instructions:
            yield MalformedDocument("say what the learner is to hand in", where=where + "/instructions")
        bounds = each.min_words, each.max_words
        if each.kind is not EvidenceKind.TEXT and bounds != (None, None):
            name = "/min_words" if each.min_words else "/max_words"
            yield MalformedDocument("only a text has a number of words; leave it empty here", where=where + name)
        elif each.min_words and each.max_words and each.min_words > each.max_words:
            reason = f"at most {each.max_words} words, but at least {each.min_words}; swap or change them"
            yield MalformedDocument(reason, where=where + "/max_words")


def what_is_missing(requirements: Sequence[EvidenceRequirement], items: Iterable[EvidenceItem]) -> tuple[Missing, ...]:
    """Everything that keeps a submission from being complete; empty when it can be judged.

    Several items may answer one requirement; each has to be right. Raises ``MalformedDocument`` for an item that
    answers none: it belongs to another version, and leaving it out of the judgement unsaid would be unfair.
    """
    given: dict[str, list[EvidenceItem]] = defaultdict(list)
    for item in items:
        given[item.requirement_id].append(item)
    strays = sorted(set(given) - {each.id for each in requirements})
    if strays:
        raise MalformedDocument(f"nothing is asked for under {strays[0]!r:.40}; remove this item", where="/evidence")
    found = []
    for each in requirements:
        handed_in = [item for item in given[each.id] if not item.is_empty]
        if not handed_in and each.required:
            found.append(Missing(each.id, each.title, f"{each.title} is missing; {_WANTED[each.kind]}"))
        for item in handed_in:
            reason = _fault(each, item)
            if reason:
                found.append(Missing(each.id, each.title, reason))
    return tuple(found)


_WANTED = {
    EvidenceKind.TEXT: "write it",
    EvidenceKind.FILE: "upload a file",
    EvidenceKind.LINK: "give a link that starts with https://",
    EvidenceKind.VIDEO: "upload a video or give a link that starts with https://",
    EvidenceKind.ATTESTATION: "add the statement as a text or a file",
}


def _fault(requirement: EvidenceRequirement, item: EvidenceItem) -> str:
    """What is wrong with an item, as a sentence; "" when nothing is."""
    title, kind = requirement.title, requirement.kind
    if item.kind is not kind:
        return f"{title} asks for something else than a {item.kind.value}; {_WANTED[kind]}"
    if kind is EvidenceKind.TEXT:
        return _length_fault(requirement, word_count(item.text))
    if kind is EvidenceKind.FILE:
        return "" if item.has_file else f"{title} has no file; {_WANTED[kind]}"
    if kind is EvidenceKind.ATTESTATION:
        return "" if item.has_file or item.text.strip() else f"{title} has no statement; {_WANTED[kind]}"
    if kind is EvidenceKind.VIDEO and item.has_file and not item.url.strip():
        return ""
    return _link_fault(requirement, item.url.strip())


def _length_fault(requirement: EvidenceRequirement, words: int) -> str:
    title = requirement.title
    if not words:
        return f"{title} has no words in it; {_WANTED[requirement.kind]}"
    if requirement.min_words and words < requirement.min_words:
        return f"{title} has {_words(words)}; it needs at least {requirement.min_words}"
    if requirement.max_words and words > requirement.max_words:
        return f"{title} has {_words(words)}; at most {requirement.max_words} are read"
    return ""


def _words(number: int) -> str:
    return "1 word" if number == 1 else f"{number} words"


def _link_fault(requirement: EvidenceRequirement, url: str) -> str:
    """An assessor will follow it, so: encrypted, to a host, and nobody's password in it."""
    title = requirement.title
    unusable = f"{title} has no link that can be followed; {_WANTED[requirement.kind]}"
    try:
        parts = urlsplit(url)
    except ValueError:  # such as half an IPv6 address
        return unusable
    if len(url) > _MOST_LINK or not is_absolute_url(url) or parts.scheme != "https" or not parts.hostname:
        return unusable
    if "@" in parts.netloc:
        return f"{title} has a user name or a password in its link; take that out"
    return ""
