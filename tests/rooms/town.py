"""The people and organisations of the room tests, each made by the real verbs when first named.

NORTHGATE a university with one person in each role: WEISS designs, ANA assesses, RUTH issues, NADIA administers.
CLOUDVANE a vendor, where OTTO has every role. SAMANTHA and PRIYA learn; STRANGER has nothing to do with anything.
"""

from functools import cached_property

from assay.campus.people.found_organisation import found_organisation
from assay.campus.people.grant import grant
from assay.campus.people.models import Organisation, OrganisationKind, Person
from assay.campus.people.roles import Role
from assay.campus.people.tools import Tools


class Town:
    """Names to rows. ``town.ana`` is the same person throughout a test."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def person(self, name: str) -> Person:
        """A new person who can sign in; the address is made of the name."""
        address = name.lower().replace(" ", ".") + "@people.example"
        return Person.objects.create_user(address, "correct horse battery", name=name, joined_at=self.tools.now())

    @cached_property
    def northgate(self) -> Organisation:
        """Northgate University, founded by NADIA, with its people in their roles."""
        made = found_organisation(
            "Northgate University",
            kind=OrganisationKind.UNIVERSITY,
            country="GB",
            url="https://northgate.example",
            founder=self.nadia,
            at=self.tools.now(),
        )
        for person, role in ((self.weiss, Role.DESIGNER), (self.ana, Role.ASSESSOR), (self.ruth, Role.ISSUER)):
            grant(person, role, organisation=made, actor=self.nadia, at=self.tools.now())
        return made

    @cached_property
    def cloudvane(self) -> Organisation:
        """Cloudvane, a vendor: OTTO does everything there."""
        made = found_organisation(
            "Cloudvane",
            kind=OrganisationKind.VENDOR,
            country="US",
            url="https://cloudvane.example",
            founder=self.otto,
            at=self.tools.now(),
        )
        for role in (Role.DESIGNER, Role.ASSESSOR, Role.ISSUER):
            grant(self.otto, role, organisation=made, actor=self.otto, at=self.tools.now())
        return made

    @cached_property
    def nadia(self) -> Person:
        """Administrator of Northgate."""
        return self.person("Nadia Haddad")

    @cached_property
    def weiss(self) -> Person:
        """Designer at Northgate."""
        return self.person("Dr Weiss")

    @cached_property
    def ana(self) -> Person:
        """Assessor at Northgate."""
        return self.person("Ana Silva")

    @cached_property
    def ruth(self) -> Person:
        """Issuer at Northgate."""
        return self.person("Ruth Keller")

    @cached_property
    def otto(self) -> Person:
        """Everything at Cloudvane."""
        return self.person("Otto Lind")

    @cached_property
    def samantha(self) -> Person:
        """A learner."""
        return self.person("Samantha Okafor")

    @cached_property
    def priya(self) -> Person:
        """Another learner."""
        return self.person("Priya Raman")

    @cached_property
    def stranger(self) -> Person:
        """Somebody with an account and nothing else."""
        return self.person("Sol Stranger")
