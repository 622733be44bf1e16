"""``{{ reason|instants_in_words }}``: what a check says, with its instants as people write them."""

import re
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()

# As science.instants writes them.
_INSTANT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@register.filter
def instants_in_words(text: str) -> str:
    """Each instant in the reader's zone, which is named. A day that is none stays as it was written."""
    return _INSTANT.sub(lambda found: _in_words(found[0]), text or "")


def _in_words(written: str) -> str:
    try:
        return date_format(timezone.localtime(datetime.fromisoformat(written)), "j F Y, H:i e")
    except (ValueError, OverflowError):
        return written
