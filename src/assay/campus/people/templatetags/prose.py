"""``{{ text|prose }}``: Markdown that somebody wrote, as HTML that cannot act."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from assay.adapters.prose import as_html

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Render Markdown. Safe because ``adapters.prose`` lets only its own short list of elements through."""
    return mark_safe(as_html(text or ""))  # noqa: S308 -- cleaned by an allow-list
