"""A token's payload with its dates taken out: they are numbers, and numbers belong to the shape of a text.

    {"exp":1798761600,"id":"urn:a","nbf":1767225600}   becomes   {"exp":0,"id":"urn:a","nbf":0}   and the two dates

Nothing is parsed. In a string a quotation mark has a backslash before it, so ``,"nbf":`` is always a member's name; of
two such members the second stays.

An object inside the payload, such as ``cnf``, could have a member of that name as well, and it would be taken for the
token's. Names belong to the shape of a text: whoever learns one asks ``stand_alone``.
"""

import re
from collections.abc import Mapping
from typing import Final

from assay.science.securing.strict_json import JsonObject, walk

# RFC 7519 §4.1. Others would be numbers of a document, which stay.
_DATES: Final = ("exp", "iat", "nbf")
# Exact in every number format; what is written otherwise is read the long way.
_SECONDS: Final = re.compile("[1-9][0-9]{0,14}(?=[,}])")


def taken_out(payload: str) -> tuple[str, Mapping[str, int]]:
    """The payload with 0 for each date, and the dates by name, in seconds since 1970."""
    dates = {}
    for name in _DATES:
        start = payload.find(f',"{name}":')
        found = _SECONDS.match(payload, start + len(name) + 4) if start >= 0 else None
        if found:
            dates[name] = int(found[0])
            payload = f"{payload[: found.start()]}0{payload[found.end() :]}"
    return payload, dates


def stand_alone(claims: JsonObject) -> bool:
    """Whether no object inside the payload has a member with the name of a date."""
    return not any(
        isinstance(value, dict) and not value.keys().isdisjoint(_DATES)
        for claim in claims.values()
        for _, value in walk(claim)
    )
