"""Tells Django that this room exists."""

from django.apps import AppConfig


class PeopleRoom(AppConfig):
    """The room people."""

    name = "assay.campus.people"
    label = "people"
