"""Tells Django that this room exists."""

from django.apps import AppConfig


class DemoRoom(AppConfig):
    """The room demo."""

    name = "assay.campus.demo"
    label = "demo"
