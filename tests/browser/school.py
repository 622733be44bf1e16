"""Run inside the server's data by ``Site.run_python``: an organisation with its people, and something to earn."""

from datetime import UTC, datetime
from typing import Any

from assay.campus.catalogue.addresses import version_path
from assay.campus.catalogue.draft import save_draft, start_draft
from assay.campus.catalogue.publish import publish
from assay.campus.people.found_organisation import found_organisation
from assay.campus.people.grant import grant
from assay.campus.people.models import OrganisationKind, Person
from assay.campus.people.roles import Role
from assay.campus.site.wiring import tools
from tests.rooms.assessing.work import studio_design


def open_school(suffix: str = "") -> str:
    """Northgate University with Dr Weiss, Ana and Ruth; gives the path of its published micro-credential."""
    now = datetime.now(UTC)
    weiss, ana, ruth = (_person(f"{name}{suffix}", now) for name in ("Dr Weiss", "Ana Silva", "Ruth Keller"))
    school = found_organisation(
        f"Northgate University{suffix}",
        kind=OrganisationKind.UNIVERSITY,
        founder=weiss,
        country="GB",
        url="https://northgate.example",
        at=now,
    )
    # A name that reads like another organisation's is held; the second school of the walk is told apart by its words.
    for person, role in ((weiss, Role.DESIGNER), (ana, Role.ASSESSOR), (ruth, Role.ISSUER)):
        grant(person, role, organisation=school, actor=weiss, at=now)
    draft = start_draft(school, actor=weiss, at=now)
    design: Any = studio_design()
    draft = save_draft(draft, design, revision=draft.revision, actor=weiss, at=now)
    return version_path(publish(draft, actor=weiss, at=now, tools=tools()))


def _person(name: str, now: datetime) -> Person:
    address = f"{name.lower().replace(' ', '.')}@people.example"
    return Person.objects.create_user(address, None, name=name, joined_at=now)
