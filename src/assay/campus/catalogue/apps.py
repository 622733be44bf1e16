"""Tells Django that this room exists."""

from django.apps import AppConfig


class CatalogueRoom(AppConfig):
    """The room catalogue."""

    name = "assay.campus.catalogue"
    label = "catalogue"
