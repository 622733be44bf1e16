"""Tells Django that this room exists."""

from django.apps import AppConfig


class AssessingRoom(AppConfig):
    """The room assessing."""

    name = "assay.campus.assessing"
    label = "assessing"
