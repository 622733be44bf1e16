"""The people and organisations of the demo world. All of it is invented; addresses end in ``.example``."""

from dataclasses import dataclass

from assay.campus.people.models import OrganisationKind
from assay.campus.people.roles import Role

NAMES = {
    # those whom one can be
    "samantha": "Samantha Okafor",
    "priya": "Priya Raman",
    "weiss": "Dr Helene Weiss",
    "ana": "Ana Sousa",
    "cy": "Cy Nakamura",
    "ruth": "Ruth Adler",
    "tomasz": "Tomasz Zieliński",
    "leo": "Leo Martin",
    # who learn
    "michael": "Michael Brandt",
    "alice": "Alice Nguyen",
    "chloe": "Chloe Adeyemi",
    "ben": "Ben Larsen",
    "tom": "Tom Reyes",
    "amara": "Amara Diallo",
    "jose": "Jose Alvarez",
    "lena": "Lena Hoffmann",
    "jonas": "Jonas Lindqvist",
    # who work for the other organisations
    "sam": "Sam Whitfield",
    "otto": "Otto Lind",
    "ines": "Inês Carvalho",
    "grace": "Grace Mbeki",
    "helen": "Helen Park",
    "farah": "Farah Siddiqui",
    "dana": "Dana Novak",
    "yusuf": "Yusuf Demir",
}


def email_of(key: str) -> str:
    """The address of somebody in the demo world."""
    return f"{key}@people.example"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation: its facts, who founded it, and who has which role there."""

    name: str
    kind: OrganisationKind
    country: str
    url: str
    description: str
    quality_assurance: str
    founder: str
    roles: tuple[tuple[str, Role], ...]


_ALL = (Role.DESIGNER, Role.ASSESSOR, Role.ISSUER)
BODIES = {
    "northgate": Body(
        "Northgate University",
        OrganisationKind.UNIVERSITY,
        "GB",
        "https://northgate.example",
        "A public university with 14 000 students. It has awarded micro-credentials for working people since 2023.",
        "Accredited by the Regional Commission, which is listed in the National QA Register. Each piece of work is"
        " judged against a published rubric by an assessor who does not see whose it is.",
        "sam",
        (
            ("weiss", Role.DESIGNER),
            ("ana", Role.ASSESSOR),
            ("cy", Role.ASSESSOR),
            ("ruth", Role.ISSUER),
            ("tomasz", Role.ISSUER),
        ),
    ),
    "cloudvane": Body(
        "Cloudvane",
        OrganisationKind.VENDOR,
        "US",
        "https://cloudvane.example",
        "Makes a database that companies rent, and certifies people who work with databases of any make.",
        "Internal only: Cloudvane's certification team revises tasks and rubrics each year. No outside body does.",
        "otto",
        tuple(("otto", role) for role in _ALL),
    ),
    "institute": Body(
        "Chartered Institute of Data Practice",
        OrganisationKind.PROFESSIONAL,
        "GB",
        "https://data-practice.example",
        "The professional body of people who work with data: about 6 000 members, a code of conduct and a register.",
        "A board of examiners elected by the members revises every task each year. The Institute is not accredited.",
        "ines",
        (("ines", Role.DESIGNER), ("ines", Role.ISSUER), ("grace", Role.ASSESSOR)),
    ),
    "meridale": Body(
        "Meridale Hospital",
        OrganisationKind.EMPLOYER,
        "GB",
        "https://meridale.example",
        "A hospital with 620 beds. It certifies its own staff, by designs that it makes with Northgate University.",
        "Internal: the clinical education board. External: Northgate University reviews each rubric every two years.",
        "helen",
        tuple(("helen", role) for role in _ALL),
    ),
    "harbour": Body(
        "Harbour Bank",
        OrganisationKind.EMPLOYER,
        "GB",
        "https://harbour-bank.example",
        "A bank with 2 100 staff that hires by skills. It issues nothing here; it verifies what applicants show.",
        "",
        "farah",
        (),
    ),
    "sprintlab": Body(
        "SprintLab Bootcamp",
        OrganisationKind.PROVIDER,
        "IE",
        "https://sprintlab.example",
        "Short, full-time courses for people who change careers.",
        "Internal only: whoever teaches a course also judges it. SprintLab is not accredited, and no outside body"
        " reviews its courses.",
        "dana",
        tuple(("dana", role) for role in _ALL),
    ),
    "coop": Body(
        "City Skills Co-op",
        OrganisationKind.COMMUNITY,
        "GB",
        "https://city-skills.example",
        "Volunteers who teach each other in four rooms above the library.",
        "Internal only: two trainers agree on each award.",
        "yusuf",
        (("yusuf", Role.DESIGNER), ("yusuf", Role.ISSUER)),
    ),
}
