"""How often one visitor may ask for something that costs us work or somebody else a request."""

import time

from django.core.cache import cache
from django.http import HttpRequest

from assay.science.errors import Code, Refused

# A careful person verifies a few a minute; a registrar pastes a folder's worth. More belongs to the command line.
PER_MINUTE = 60


def spend(request: HttpRequest, what: str, *, per_minute: int = PER_MINUTE) -> None:
    """Count one request of this visitor. Raises ``Refused`` with ``TOO_MANY`` above ``per_minute``.

    The address is used as a key for a minute and stored nowhere else.
    """
    window = int(time.time() // 60)
    key = f"rate:{what}:{request.META.get('REMOTE_ADDR', '')}:{window}"
    cache.add(key, 0, timeout=90)
    if cache.incr(key) > per_minute:
        raise Refused(
            f"more than {per_minute} of these in a minute; wait a minute, or verify files with the command line",
            code=Code.TOO_MANY,
        )
