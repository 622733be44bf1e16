"""``GET /api/v1/achievements``: what can be earned, for programs."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from assay.campus.catalogue import find
from assay.campus.catalogue.addresses import version_url
from assay.campus.catalogue.documents import achievement_document
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.reading import design_of
from assay.campus.people.request import as_campus
from assay.campus.people.tools import Tools

router = Router()
_PAGE = 50
_MOST_PAGES = 100_000  # beyond it lies no page, only work for the database


class Achievement(Schema):
    """A published version."""

    id: str = Field(description="Its lasting address, as credentials name it")
    version: int
    title: str
    kind: str = Field(description="An achievementType of Open Badges 3.0")
    description: str
    issuer: str
    skills: list[str] = Field(description="The addresses of its skills")
    workload_hours: str
    published_at: datetime
    design_digest: str = Field(description="SHA-256 of the design in canonical JSON")
    rubric_digest: str = Field(description="SHA-256 of the rubric in canonical JSON")


class AchievementPage(Schema):
    """A part of the list."""

    items: list[Achievement]
    count: int = Field(description="How many there are in all")
    page: int
    pages: int


class AchievementDetail(Achievement):
    """A published version with the document that credentials carry."""

    achievement: dict[str, Any] = Field(description="The Achievement of Open Badges 3.0, as JSON-LD")


class Wanted(Schema):
    """What is asked for."""

    q: str = Field("", max_length=200, description="Words that all have to be in it")
    page: int = Field(1, ge=1, le=_MOST_PAGES)


@router.get("/achievements", response=AchievementPage, auth=None, summary="What can be earned now")
def achievements(request: HttpRequest, wanted: Query[Wanted]) -> AchievementPage:
    """The newest version of each definition, by title, fifty a page. A page after the last is the last."""
    tools = as_campus(request).tools
    found = Paginator(find.browse(wanted.q), _PAGE).get_page(wanted.page)
    return AchievementPage(
        items=[Achievement.model_validate(_facts(each, tools)) for each in found.object_list],
        count=found.paginator.count,
        page=found.number,
        pages=found.paginator.num_pages,
    )


@router.get("/achievements/{slug:public_id}/v/{number}", response=AchievementDetail, auth=None, summary="One version")
def achievement(request: HttpRequest, public_id: str, number: int) -> AchievementDetail:
    """A published version; it never changes."""
    found = find.published(public_id, number)
    facts = _facts(found, as_campus(request).tools)
    return AchievementDetail.model_validate({**facts, "achievement": achievement_document(found)})


def _facts(version: DefinitionVersion, tools: Tools) -> dict[str, object]:
    design = design_of(version)
    return {
        "id": version_url(version, tools),
        "version": version.number,
        "title": design.title,
        "kind": design.kind,
        "description": design.description,
        "issuer": version.organisation.name,
        "skills": [skill.uri for skill in design.skills],
        "workload_hours": design.workload_hours,
        "published_at": version.published_at,
        "design_digest": version.design_digest,
        "rubric_digest": version.rubric_digest,
    }
