"""Save pieces of evidence to a draft: a text as it is written, a link, a file; and take one away."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Sum

from assay.campus.assessing.asked import requirement_of
from assay.campus.assessing.keeping import keep_draft, own
from assay.campus.assessing.models import Attempt, EvidenceItem
from assay.campus.people.audit import record_event
from assay.campus.people.models import Event, Person
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.science.assessment import evidence as rules
from assay.science.assessment.evidence import EvidenceKind, EvidenceRequirement
from assay.science.errors import Code, MalformedDocument, Refused

MOST_FILES: Final = 20
MOST_FILE_BYTES: Final = 100 * 1024 * 1024
# A file that was taken out again leaves its bytes in the store, so room an attempt alone would bound nothing.
MOST_FILES_A_DAY: Final = 200
MOST_LINKS: Final = 20
# Ten times the most words that a requirement may ask for, in letters: pasted by mistake, not written.
MOST_CHARACTERS: Final = 200_000
# PostgreSQL keeps no NUL, and no honest text has the others.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PRIVATE_PATHS: Final = ("/me", "/org/", "/evidence/", "/account/")


class Way(StrEnum):
    """The forms in which something can be handed in."""

    TEXT = "text"
    LINK = "link"
    FILE = "file"


WAYS: Final[Mapping[EvidenceKind, tuple[Way, ...]]] = MappingProxyType(
    {
        EvidenceKind.TEXT: (Way.TEXT,),
        EvidenceKind.FILE: (Way.FILE,),
        EvidenceKind.LINK: (Way.LINK,),
        EvidenceKind.VIDEO: (Way.LINK, Way.FILE),
        EvidenceKind.ATTESTATION: (Way.TEXT, Way.FILE),
    }
)


def save_text(
    attempt: Attempt,
    requirement_id: str,
    text: str,
    *,
    actor: Person,
    at: datetime,
    tools: Tools,  # noqa: ARG001 -- the three ways are called alike
) -> EvidenceItem:
    """Save the text for a requirement in place of the one before. May be too short or empty: it is a draft.

    Raises ``Refused`` when the attempt is no draft (any more) or somebody else's, ``MalformedDocument`` for control
    characters; then what was saved before is still there.
    """
    with scope(organisation=attempt.organisation):
        requirement = _wanted(attempt, requirement_id, Way.TEXT, actor=actor)
        written = text.replace("\r\n", "\n").replace("\r", "\n")
        if _CONTROLS.search(written):
            raise MalformedDocument(f"{requirement.title} has characters in it that cannot be kept; type it anew")
        if len(written) > MOST_CHARACTERS:
            reason = f"{requirement.title} is longer than {MOST_CHARACTERS} characters; shorten it"
            raise Refused(reason, code=Code.TOO_LARGE)
        with transaction.atomic():
            keep_draft(attempt, at=at)
            item, _ = EvidenceItem.objects.update_or_create(
                attempt=attempt,
                requirement=requirement_id,
                url="",
                blob_digest="",
                defaults={
                    "organisation": attempt.organisation,
                    "kind": requirement.kind.value,
                    "text": written,
                    "saved_at": at,
                },
            )
    return item


def save_link(
    attempt: Attempt, requirement_id: str, url: str, *, actor: Person, at: datetime, tools: Tools
) -> EvidenceItem:
    """Add a link for a requirement; the same link twice is one. Nobody fetches it: an assessor will open it.

    Raises ``Refused`` for what an assessor could not follow, for a page of ours that only its owner sees, for more
    than twenty, and as ``save_text`` does.
    """
    with scope(organisation=attempt.organisation):
        requirement = _wanted(attempt, requirement_id, Way.LINK, actor=actor)
        given = url.strip()
        _check_link(requirement, given, host=tools.host)
        with transaction.atomic():
            keep_draft(attempt, at=at)
            links = EvidenceItem.objects.filter(attempt=attempt).exclude(url="")
            known = links.filter(requirement=requirement_id, url=given).first()
            if known is not None:
                return known
            if links.count() >= MOST_LINKS:
                raise Refused(f"there are {MOST_LINKS} links here, the most one attempt may have; remove one first")
            return EvidenceItem.objects.create(
                organisation=attempt.organisation,
                attempt=attempt,
                requirement=requirement_id,
                kind=requirement.kind.value,
                url=given,
                saved_at=at,
            )


def save_file(
    attempt: Attempt,
    requirement_id: str,
    data: bytes,
    *,
    name: str,
    media_type: str | None,
    actor: Person,
    at: datetime,
    tools: Tools,
) -> EvidenceItem:
    """Add a file for a requirement; the same file twice is one. ``name`` and ``media_type`` are the browser's word.

    Examined before it is kept: its type by its bytes, pictures written anew without what they say of the place and the
    camera. Raises ``Refused`` with ``UNSUPPORTED_MEDIA`` or ``TOO_LARGE``, beyond 20 files or 100 MiB an attempt,
    ``TOO_MANY`` beyond 200 files a person and day, and as ``save_text`` does; ``MalformedDocument`` for a damaged
    file. Not checked: viruses.
    """
    with scope(organisation=attempt.organisation):
        requirement = _wanted(attempt, requirement_id, Way.FILE, actor=actor)
        # (1) Is there room at all? Then the work is worth doing.
        _check_room(attempt, len(data))
        _check_day(actor, at=at)
        # (2) What is it, and what of it is kept? Outside any transaction: a large picture takes seconds.
        examined = tools.uploads.examine(data, claimed_name=name, claimed_type=media_type)
        digest = tools.blobs.put(examined.data)
        with transaction.atomic():
            keep_draft(attempt, at=at)
            files = EvidenceItem.objects.filter(attempt=attempt, requirement=requirement_id, blob_digest=digest)
            known = files.first()
            if known is not None:
                return known
            # (3) Again, now that nobody else can add any.
            _check_room(attempt, len(examined.data))
            made = EvidenceItem.objects.create(
                organisation=attempt.organisation,
                attempt=attempt,
                requirement=requirement_id,
                kind=requirement.kind.value,
                blob_digest=digest,
                file_name=examined.name[:200],
                media_type=examined.media_type,
                size=len(examined.data),
                notes="\n".join(examined.notes),
                saved_at=at,
            )
            record_event("assessing.save_file", made.id, actor=actor, organisation=attempt.organisation, at=at)
    return made


def remove(item: EvidenceItem, *, actor: Person, at: datetime) -> None:
    """Take a piece of evidence out of a draft. Safe to repeat. Raises ``Refused`` as ``save_text`` does.

    A file's bytes stay in the store, out of everybody's reach: another attempt may hold the same ones.
    """
    attempt = item.attempt
    own(attempt.submission, actor)
    with scope(organisation=attempt.organisation), transaction.atomic():
        keep_draft(attempt, at=at)
        removed, _ = EvidenceItem.objects.filter(id=item.id).delete()
        if removed:
            record_event("assessing.remove", item.id, actor=actor, organisation=attempt.organisation, at=at)


def _wanted(attempt: Attempt, requirement_id: str, way: Way, *, actor: Person) -> EvidenceRequirement:
    """The requirement, if it is the actor's attempt and may be answered in this way."""
    own(attempt.submission, actor)
    requirement = requirement_of(attempt.submission.version, requirement_id)
    if way not in WAYS[requirement.kind]:
        wanted = " or ".join(f"a {each.value}" for each in WAYS[requirement.kind])
        raise Refused(f"{requirement.title} asks for {wanted}, not for a {way.value}")
    return requirement


def _check_link(requirement: EvidenceRequirement, url: str, *, host: str) -> None:
    item = rules.EvidenceItem(requirement.id, requirement.kind, url=url or "-")  # "" would count as left alone
    for missing in rules.what_is_missing((requirement,), (item,)):
        raise Refused(missing.reason)
    parts = urlsplit(url)
    if parts.netloc.lower() == host and parts.path.startswith(_PRIVATE_PATHS):
        reason = f"{requirement.title} has a link to a page that only you can open; give one that an assessor can"
        raise Refused(reason)


def _check_day(actor: Person, *, at: datetime) -> None:
    sent = Event.objects.filter(actor=actor, action="assessing.save_file", at__gt=at - timedelta(days=1))
    if sent.count() >= MOST_FILES_A_DAY:
        reason = f"you have sent {MOST_FILES_A_DAY} files within a day; send the others tomorrow"
        raise Refused(reason, code=Code.TOO_MANY)


def _check_room(attempt: Attempt, size: int) -> None:
    files = EvidenceItem.objects.filter(attempt=attempt).exclude(blob_digest="")
    if files.count() >= MOST_FILES:
        raise Refused(
            f"there are {MOST_FILES} files here, the most one attempt may have; remove one first, or put several "
            "pages into one file",
            code=Code.TOO_LARGE,
        )
    held = files.aggregate(total=Sum("size"))["total"] or 0
    if held + size > MOST_FILE_BYTES:
        room = max(MOST_FILE_BYTES - held, 0) / 1024 / 1024
        raise Refused(
            f"the files of one attempt may have {MOST_FILE_BYTES // 1024 // 1024} MiB together, and there is room for "
            f"{room:.1f} MiB; remove one, or send a smaller one",
            code=Code.TOO_LARGE,
        )
