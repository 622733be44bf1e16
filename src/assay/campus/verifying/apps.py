"""Tells Django that this room exists."""

from django.apps import AppConfig


class VerifyingRoom(AppConfig):
    """The room verifying."""

    name = "assay.campus.verifying"
    label = "verifying"
