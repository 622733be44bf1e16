"""Tells Django that this room exists."""

from django.apps import AppConfig


class IssuingRoom(AppConfig):
    """The room issuing."""

    name = "assay.campus.issuing"
    label = "issuing"

    def ready(self) -> None:
        """Show this room's panels on the pages of rooms below."""
        from assay.campus.issuing import panels  # noqa: PLC0415 -- it needs the models, which are ready only now

        panels.register()
