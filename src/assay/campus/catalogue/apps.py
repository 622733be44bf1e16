"""Tells Django that this room exists."""

from django.apps import AppConfig


class CatalogueRoom(AppConfig):
    """The room catalogue."""

    name = "assay.campus.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Show the catalogue on the first page of an organisation."""
        from assay.campus.catalogue import panels  # noqa: PLC0415 -- it needs the models, which are ready only now

        panels.register()
