"""Tells Django that this room exists."""

from django.apps import AppConfig


class WalletRoom(AppConfig):
    """The room wallet."""

    name = "assay.campus.wallet"
    label = "wallet"

    def ready(self) -> None:
        """Show the credential on the page of the submission that it came from."""
        from assay.campus.wallet import panel  # noqa: PLC0415 -- it needs the models, which are ready only now

        panel.register()
