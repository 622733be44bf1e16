"""Tells Django that this room exists."""

from django.apps import AppConfig


class SiteRoom(AppConfig):
    """The room site."""

    name = "assay.campus.site"
    label = "site"
