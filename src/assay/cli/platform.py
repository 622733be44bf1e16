"""What the commands of the platform share: Django is set up from the environment, and told where to log."""

import os
import signal
from threading import Event

import django
from django.conf import settings

from assay.adapters.children import PARENT
from assay.adapters.leash import end_with
from assay.campus.site.configuration import Configuration
from assay.campus.site.logs import configure_logs


def set_up() -> Configuration:
    """Read the settings and load the rooms. Raises ``Refused`` that names the setting that is wrong."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "assay.campus.site.settings"
    django.setup()
    configuration: Configuration = settings.CONFIGURATION
    configure_logs(configuration.log)
    return configuration


def end_with_supervisor() -> None:
    """In a process that ``./run serve`` has started: end when it ends."""
    if PARENT in os.environ:
        end_with(int(os.environ[PARENT]))


def told_to_stop() -> Event:
    """Set by SIGTERM and SIGINT, from now on."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop
