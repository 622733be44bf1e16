"""A platform that is killed on purpose: the process that ``test_crashes`` talks to, and what it does.

It prepares a database once, and for each case copies it, forks a child that does something with one failpoint armed,
and forks another that does what a restart does, and then the same thing again. One line of JSON in, one out:

    {"base": "met", "deed": "award", "step": "award-after-intended"}
    {"killed": true, "left": {…}, "found": {…}}

Forks, because starting Django takes longer than a case. Real files, real commits, a real SIGKILL.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections


def main(folder: Path) -> None:
    """Answer requests until there are no more."""
    django.setup()
    from tests.rooms.issuing.deeds import BASES, DEEDS, left, restart  # noqa: PLC0415 -- rows need Django set up

    for name, build in BASES.items():
        in_a_fork(folder, base(name), None, partial(prepared, build))
    for number, line in enumerate(sys.stdin):
        case = json.loads(line)
        name, deed = f"crash_{os.getpid()}_case_{number}", DEEDS[case["deed"]]
        copy(folder, base(case["base"]), name)
        status, _ = in_a_fork(folder, name, case["step"], deed)
        _, found_left = in_a_fork(folder, name, None, left)
        _, found = in_a_fork(folder, name, None, partial(restart, deed))
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write(json.dumps({"killed": killed, "left": found_left, "found": found}) + "\n")
        sys.stdout.flush()
        drop(folder, name)
    for each in BASES:
        drop(folder, base(each))


def prepared(build: Callable[[], None]) -> None:
    call_command("migrate", verbosity=0)
    build()


def base(name: str) -> str:
    """A name on the server that no other run has."""
    return f"crash_{os.getpid()}_{name}"


def in_a_fork(folder: Path, name: str, step: str | None, work: Callable[[], Any]) -> tuple[int, Any]:
    """Do some work in a child, on the database and files of that name; how it ended, and what it returned."""
    connections.close_all()
    answer = folder / "answer.json"
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        try:
            (folder / name).mkdir(exist_ok=True)
            settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = place(folder, name)
            os.environ["CRASHING_FILES"] = str(folder / name)
            if step is not None:
                os.environ |= {"ASSAY_ALLOW_FAILPOINTS": "1", "ASSAY_FAILPOINT": f"{step}:kill"}
            answer.write_text(json.dumps(work()))
        except BaseException:  # noqa: BLE001 -- a child that raises must not go on as a second parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise RuntimeError(f"the child failed in {name}; see above")
    return status, json.loads(answer.read_text()) if answer.exists() else None


def place(folder: Path, name: str) -> str:
    """The database of that name; made where the server has none."""
    if connection.vendor == "sqlite":
        return str(folder / name / "assay.sqlite3")
    with suppress(Exception):  # it is there already
        on_the_server(f"CREATE DATABASE {name}")
    return name


def copy(folder: Path, old: str, new: str) -> None:
    shutil.copytree(folder / old, folder / new)
    if connection.vendor != "sqlite":
        on_the_server(f"CREATE DATABASE {new} TEMPLATE {old}")


def drop(folder: Path, name: str) -> None:
    shutil.rmtree(folder / name)
    if connection.vendor != "sqlite":
        on_the_server(f"DROP DATABASE {name} WITH (FORCE)")


def on_the_server(statement: str) -> None:
    import psycopg  # noqa: PLC0415 -- only where there is a server

    with psycopg.connect(os.environ["ASSAY_DATABASE"], autocommit=True) as server:
        server.execute(statement)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
