"""``{% when at now %}``: an instant with its zone. ``{{ requirement|asked_as }}``: what is to be handed in."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from assay.science.assessment.evidence import EvidenceKind, EvidenceRequirement

register = template.Library()


@register.simple_tag
def when(at: datetime, now: datetime) -> SafeString:
    """The instant in the reader's zone, which is named; how long ago stands in the tooltip."""
    local = timezone.localtime(at)
    ago = _("%(time)s ago") % {"time": timesince(at, now)}
    shown = f"{date_format(local, 'j F Y, H:i')} {local.tzname()}"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), ago, shown)


@register.filter
def asked_as(requirement: EvidenceRequirement) -> str:
    """In which form a piece of evidence is asked for, with the bounds of a text."""
    if requirement.kind is EvidenceKind.TEXT:
        return _text_of(requirement.min_words, requirement.max_words)
    return {
        EvidenceKind.FILE: _("one or more files"),
        EvidenceKind.LINK: _("a link"),
        EvidenceKind.VIDEO: _("a video, as a link or a file"),
        EvidenceKind.ATTESTATION: _("somebody's statement, as a text or a file"),
    }[requirement.kind]


def _text_of(least: int | None, most: int | None) -> str:
    bounds = {"least": least, "most": most}
    if least and most:
        return _("a text of %(least)s to %(most)s words") % bounds
    if least:
        return _("a text of at least %(least)s words") % bounds
    if most:
        return _("a text of at most %(most)s words") % bounds
    return _("a text")
