"""What a crash left half done, and what decides itself: the loop of issuing runs these every few seconds."""

from datetime import datetime

import structlog

from assay.campus.issuing.award import award_decision
from assay.campus.issuing.finish import finish
from assay.campus.issuing.models import Credential, CredentialState
from assay.campus.issuing.waiting import waiting
from assay.campus.people.tenancy import across_tenants
from assay.campus.people.tools import Tools
from assay.science.designing.design import Release
from assay.science.errors import AssayError

_log = structlog.get_logger("assay.issuing")
# What one round of the loop takes on: some seconds of signing, so that a round ends before the next is due. Drawn at
# random: a hundred that one organisation's faults keep from being finished must not stand before all others for ever.
_MOST = 100


def finish_unfinished(*, at: datetime, tools: Tools) -> int:
    """Sign and release what was intended and not finished. Says how many now are.

    One that cannot be finished is logged and left for the next round; it stops no other.
    """
    with across_tenants():  # clockwork: whatever was left, whosever it is
        unreleased = Credential.objects.exclude(state=CredentialState.RELEASED).filter(organisation__held_because="")
        found = list(unreleased.select_related("organisation").order_by("?")[:_MOST])
    done = 0
    for each in found:
        try:
            finish(each, at=at, tools=tools)
            done += 1
        except AssayError as error:
            _log.warning("not finished", credential=str(each.id), code=error.code.value, reason=error.reason)
    return done


def award_what_decides_itself(*, at: datetime, tools: Tools) -> int:
    """Award every met decision whose design releases by the decision. Says how many; a refused one stops no other."""
    with across_tenants():  # clockwork: found by the public word of the design
        found = list(waiting(Release.DECISION).filter(organisation__held_because="").order_by("?")[:_MOST])
    done = 0
    for each in found:
        try:
            award_decision(each, actor=None, at=at, tools=tools)
            done += 1
        except AssayError as error:
            _log.warning("not awarded", decision=str(each.id), code=error.code.value, reason=error.reason)
    return done
