"""From a data directory, perhaps an empty one, to a platform that may answer."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from assay.adapters.failpoints import armed
from assay.campus.site.assertions import assert_configuration, assert_durable
from assay.campus.site.configuration import Configuration
from assay.campus.site.host_name import fix_host
from assay.campus.site.wiring import tools


def prepare(*, tls: bool = False) -> None:
    """Check the settings, fix the host, bring the database up to date, open the keys. Safe to repeat.

    Call it after ``django.setup()``. Raises ``Refused`` or ``Unavailable`` with the sentence that the operator needs.
    """
    configuration: Configuration = settings.CONFIGURATION
    # (1) Nothing is written for a configuration that may not run, nor by a process that was told to die.
    armed()
    assert_configuration(configuration, tls=tls)
    # (2) The name that everything signed will carry.
    fix_host(configuration.data, configuration.host)
    # (3) A database that keeps what it acknowledges, with the tables of this version.
    assert_durable(connection)
    migrate()
    # (4) The keys: another key-encryption key is told now, not at the first signature.
    tools()


def migrate() -> None:
    """Bring the tables up to date, and the table of the cache where several processes share one."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
