"""Definitions for the tests of the catalogue, written and published by the real verbs."""

from collections.abc import Callable

import pytest

from assay.campus.catalogue.draft import save_draft, start_draft
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.publish import publish
from assay.science.securing.strict_json import JsonObject
from tests.designs import STUDIO
from tests.rooms.town import Town

Draft = Callable[..., DefinitionVersion]


@pytest.fixture
def draft(town: Town) -> Draft:
    """A draft of Northgate's, finished if nothing else is said."""

    def made(design: JsonObject = STUDIO) -> DefinitionVersion:
        begun = start_draft(town.northgate, actor=town.weiss, at=town.tools.now())
        return save_draft(begun, design, revision=begun.revision, actor=town.weiss, at=town.tools.now())

    return made


@pytest.fixture
def published(town: Town, draft: Draft) -> Draft:
    """A published version of Northgate's."""

    def made(design: JsonObject = STUDIO) -> DefinitionVersion:
        return publish(draft(design), actor=town.weiss, at=town.tools.now(), tools=town.tools)

    return made
