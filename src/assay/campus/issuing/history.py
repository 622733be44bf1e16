"""What has happened to a credential, for its issuers: told from the events, by whom and when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assay.campus.issuing.models import Credential, RevocationReason
from assay.campus.people.models import Event


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history. ``who`` is "" for the clockwork."""

    at: datetime
    what: str
    who: str
    why: str = ""


def history_of(credential: Credential) -> list[Happening]:
    """Everything that happened to it, the first first. One query."""
    events = Event.objects.filter(subject=str(credential.id), action__startswith="issuing.").select_related("actor")
    words = _words()
    return [
        Happening(each.at, words[each.action], each.actor.name if each.actor else "", _reason(each.reason))
        for each in events.order_by("id")
        if each.action in words
    ]


def _words() -> dict[str, str]:
    return {
        "issuing.intend": _("Awarded"),
        "issuing.sign": _("Signed"),
        "issuing.release": _("Released and offered to its holder"),
        "issuing.correct": _("Corrected: another document replaces this one"),
        "issuing.intend_correction": _("Made as a correction"),
        "issuing.ask_revocation": _("Revocation asked for"),
        "issuing.drop_revocation": _("Request to revoke dropped"),
        "issuing.revoke": _("Revoked"),
    }


def _reason(code: str) -> str:
    return str(RevocationReason(code).label) if code in RevocationReason.values else ""
