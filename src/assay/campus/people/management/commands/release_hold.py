"""./run manage release-hold SLUG ADDRESS "REASON": let an organisation issue whose name was held."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assay.campus.people.models import Organisation, Person
from assay.campus.people.release_hold import release_hold


class Command(BaseCommand):
    """Whoever decides is named by the address of an account here, and both stand in the organisation's history."""

    help = "Let an organisation publish and issue whose name reads like another's."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("slug", help="the organisation, as in /org/<slug>/")
        parser.add_argument("by", metavar="address", help="e-mail address of the person who decides")
        parser.add_argument("because", metavar="reason", help="what that person has looked at")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Release it, or say who or what is not there."""
        organisation = Organisation.objects.filter(slug=options["slug"]).first()
        if organisation is None:
            raise CommandError(f"there is no organisation {options['slug']}")
        person = Person.objects.filter(email__iexact=options["by"]).first()
        if person is None:
            raise CommandError(f"nobody here signs in with {options['by']}")
        if not organisation.held_because:
            self.stdout.write(f"{organisation.name} was not held.")
            return
        release_hold(organisation, because=options["because"], actor=person, at=timezone.now())
        self.stdout.write(f"{organisation.name} may publish and issue. Decided by {person.name}.")
