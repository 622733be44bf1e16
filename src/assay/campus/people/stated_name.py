"""A name as somebody states it, of a person or an organisation: signed, printed, mailed, and shown to strangers."""

import re
from typing import Final

from django.core.exceptions import ValidationError

from assay.science.errors import MalformedDocument

# Controls (no signed text may have one), halves of surrogate pairs, and what turns the reading direction of all that
# stands behind it on a page: a name must not read otherwise than it is written. Joiners stay, Persian needs them.
_NOT_IN_A_NAME: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# What shows nothing at all: a name of these alone is blank.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2065\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)


def stated_name(text: str, *, where: str) -> str:
    """The name with single spaces. Raises ``MalformedDocument`` for a blank one and for letters that hide or turn."""
    name = " ".join(text.split())
    if _NOT_IN_A_NAME.search(name):
        reason = "a letter in it is invisible and changes how the name reads; type it anew"
        raise MalformedDocument(reason, where=where)
    if not _INVISIBLE.sub("", name).strip():
        raise MalformedDocument("write a name", where=where)
    return name


def typed_name(text: str) -> str:
    """The same for a form, which shows the reason beside the field."""
    try:
        return stated_name(text, where="/name")
    except MalformedDocument as error:
        raise ValidationError(f"{error.reason[:1].upper()}{error.reason[1:]}.") from error
