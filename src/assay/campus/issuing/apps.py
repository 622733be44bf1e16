"""Tells Django that this room exists."""

from django.apps import AppConfig


class IssuingRoom(AppConfig):
    """The room issuing."""

    name = "assay.campus.issuing"
    label = "issuing"
