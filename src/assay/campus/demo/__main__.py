"""``python -m assay.campus.demo``: builds the demo world into ASSAY_DATA and says how far it has come.

``assay demo`` starts it as a process of its own, and keeps the folder only if it ends well.
"""

import os
import sys
import time
from datetime import datetime
from typing import Final

from assay.adapters.children import PARENT
from assay.adapters.leash import end_with

# How many milestones the stories tell, for the share that is done.
MILESTONES: Final = 63


class _Watcher:
    """One line that changes where a person is watching; one line each year of the story where nobody is."""

    def __init__(self) -> None:
        self._count = 0
        self._year = 0
        self._is_watched = sys.stdout.isatty()

    def __call__(self, at: datetime, words: str) -> None:
        self._count += 1
        if self._is_watched:
            share = round(100 * self._count / MILESTONES)
            _write(f"\r\x1b[K  {share:>2} %  {at:%d %B %Y}  {words:.60}")
        elif at.year != self._year:
            self._year = at.year
            _write(f"  {at:%Y}: {words}\n")

    def done(self, seconds: float) -> None:
        end = "\r\x1b[K" if self._is_watched else ""
        _write(f"{end}  built in {seconds:.1f} s\n")


def _write(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()


def main() -> int:
    """Make the tables, tell the stories."""
    began = time.monotonic()
    if PARENT in os.environ:
        end_with(int(os.environ[PARENT]))  # whoever would keep the folder has gone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assay.campus.site.settings")
    import django  # noqa: PLC0415 -- the settings are read here, not at import

    django.setup()
    from django.db import connection  # noqa: PLC0415 -- after setup

    from assay.adapters import clock  # noqa: PLC0415
    from assay.campus.demo.build import build_world  # noqa: PLC0415
    from assay.campus.site import wiring  # noqa: PLC0415
    from assay.campus.site.start_up import prepare  # noqa: PLC0415

    prepare()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # The folder is thrown away unless the whole is built: nothing here need survive a power cut until then.
            cursor.execute("PRAGMA synchronous=OFF")
    watcher = _Watcher()
    build_world(wiring.tools(), now=clock.now(), say=watcher)
    watcher.done(time.monotonic() - began)
    return 0


if __name__ == "__main__":
    sys.exit(main())
