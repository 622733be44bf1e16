"""Tells Django that this room exists."""

from django.apps import AppConfig


class AssessingRoom(AppConfig):
    """The room assessing."""

    name = "assay.campus.assessing"
    label = "assessing"

    def ready(self) -> None:
        """Show this room's panels on the first page of an organisation."""
        from assay.campus.assessing import desk  # noqa: PLC0415 -- it needs the models, which are ready only now

        desk.register()
