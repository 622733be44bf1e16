"""Tells Django that this room exists."""

from django.apps import AppConfig


class WalletRoom(AppConfig):
    """The room wallet."""

    name = "assay.campus.wallet"
    label = "wallet"
