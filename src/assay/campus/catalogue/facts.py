"""The facts of a definition in one fixed order, so that two can be compared line by line; what is missing says so."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from assay.campus.catalogue.kinds import kind_label
from assay.campus.catalogue.typed import elapsed_parts
from assay.science.designing.criteria_text import credit_text
from assay.science.designing.design import Design, Release


@dataclass(frozen=True, slots=True)
class Fact:
    """One line. ``value`` is "" when the issuer does not state it."""

    label: str
    value: str | Promise
    note: str = ""


def facts_of(design: Design) -> tuple[Fact, ...]:
    """All of them, stated or not."""
    return tuple(_facts(design))


def elapsed_words(text: str) -> str:
    """An elapsed time in words: "6 weeks"; a compound one as it is written."""
    count, unit = elapsed_parts(text)
    if not count.isdigit():
        return text
    number = int(count)
    words = {
        "D": ngettext("%(number)d day", "%(number)d days", number),
        "W": ngettext("%(number)d week", "%(number)d weeks", number),
        "M": ngettext("%(number)d month", "%(number)d months", number),
        "Y": ngettext("%(number)d year", "%(number)d years", number),
    }
    return words[unit] % {"number": number}


def _facts(design: Design) -> Iterator[Fact]:
    yield Fact(_("Kind"), kind_label(design.kind))
    yield Fact(_("Who it is for"), design.audience)
    yield Fact(_("Level"), f"{design.level.unit} {design.level.value}" if design.level else "")
    hours = _("%(hours)s hours") % {"hours": design.workload_hours} if design.workload_hours else ""
    yield Fact(_("Workload"), hours, _("All learning time, with the assessment. It describes; it does not decide."))
    yield Fact(_("Duration"), elapsed_words(design.duration))
    yield Fact(_("Credit"), credit_text(design.credit) if design.credit else "")
    yield Fact(_("Language"), _language(design.language))
    yield Fact(_("How people take part"), design.participation)
    yield Fact(_("Assessment"), ", ".join(design.assessment_types))
    yield Fact(_("Supervision and identity"), design.supervision)
    yield Fact(_("Quality assurance"), design.quality_assurance)
    yield Fact(_("Prerequisites"), design.prerequisites)
    yield Fact(_("A credential counts"), _validity(design), design.validity.rationale if design.validity else "")
    yield Fact(_("Field of study"), design.field_of_study)
    releases = {
        Release.PERSON: _("by a named person of the issuer"),
        Release.DECISION: _("by the decision that all criteria are met"),
    }
    yield Fact(_("Credentials are released"), releases[design.release])


def _language(code: str) -> str:
    """The language by name where Django knows it: "English (en)"."""
    try:
        return f"{get_language_info(code.lower())['name_translated']} ({code})"
    except KeyError:
        return code


def _validity(design: Design) -> str:
    if design.validity is None:
        return ""
    return _("for life") if design.validity.lifetime else elapsed_words(design.validity.period)
