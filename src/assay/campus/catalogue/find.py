"""Find what is published. Drafts are found by nobody here: whoever asks for one learns that there is nothing."""

from django.db.models import Exists, OuterRef, QuerySet

from assay.campus.catalogue.models import DefinitionVersion, State
from assay.campus.catalogue.search_words import wanted_words
from assay.campus.people.models import Organisation
from assay.campus.people.permission import not_found
from assay.campus.people.tenancy import across_tenants


def published(public_id: str, number: int) -> DefinitionVersion:
    """That version, with its definition and organisation. Raises ``Refused`` NOT_FOUND for a draft as for nothing."""
    found = _published().filter(definition__public_id=public_id, number=number).first()
    return found or not_found()


def latest(public_id: str) -> DefinitionVersion:
    """The newest published version. Raises ``Refused`` NOT_FOUND when there is none."""
    found = _published().filter(definition__public_id=public_id).order_by("-number").first()
    return found or not_found()


def history(version: DefinitionVersion) -> list[DefinitionVersion]:
    """All published versions of the same definition, the newest first."""
    siblings = _published().filter(definition_id=version.definition_id)
    return list(siblings.order_by("-number").defer("design", "achievement", "badge_svg", "words"))


def browse(words: str = "", *, organisation: Organisation | None = None) -> QuerySet[DefinitionVersion]:
    """The newest version of everything that can be earned now and has all these words, by title.

    They are looked for in titles, descriptions, skills, tags and the names that people give to the kind.
    """
    with across_tenants():
        newer = DefinitionVersion.objects.filter(
            definition=OuterRef("definition"), state=State.PUBLISHED, number__gt=OuterRef("number")
        )
    found = _published().filter(~Exists(newer), definition__retired_at__isnull=True)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    for word in wanted_words(words):
        found = found.filter(words__contains=f" {word}")
    return found.order_by("definition__title", "id").defer("achievement", "badge_svg", "words")


def _published() -> QuerySet[DefinitionVersion]:
    with across_tenants():  # public is what its state says, whoever owns it
        return DefinitionVersion.objects.filter(state=State.PUBLISHED).select_related("definition", "organisation")
