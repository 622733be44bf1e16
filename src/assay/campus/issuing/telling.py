"""The letters of issuing, each written in the transaction whose outcome it tells."""

from datetime import datetime

from django.utils.translation import gettext as _

from assay.campus.issuing.models import Award, RevocationReason
from assay.campus.people.letters import write_letter
from assay.campus.people.tools import Tools


def tell_offered(award: Award, token: str, *, is_correction: bool, at: datetime, tools: Tools) -> None:
    """To the holder: it is there, and here is the way to it. The token stands in this letter and nowhere else."""
    facts = _facts(award) | {"link": tools.link(f"/offers/{token}")}
    if is_correction:
        subject = _("%(issuer)s has corrected your credential “%(title)s”") % facts
        body = (
            _(
                "Dear %(name)s,\n\n%(issuer)s has corrected your credential “%(title)s”. The corrected one replaces "
                "the earlier one, which no longer counts.\n\nLook at it and accept it here:\n%(link)s\n\nThe link is "
                "for you alone; whoever has it can open the offer.\n"
            )
            % facts
        )
    else:
        subject = _("%(issuer)s has awarded you “%(title)s”") % facts
        body = (
            _(
                "Dear %(name)s,\n\n%(issuer)s has awarded you the credential “%(title)s”.\n\nLook at it, and accept or "
                "decline it, here:\n%(link)s\n\nThe link is for you alone; whoever has it can open the offer. You "
                "decide who sees the credential.\n"
            )
            % facts
        )
    _tell(award, subject, body, at=at)


def tell_revoked(award: Award, reason: RevocationReason, note: str, *, at: datetime) -> None:
    """To the holder: it no longer counts, why, and whom to ask."""
    contact = award.organisation.email or award.organisation.url
    facts = _facts(award) | {"reason": str(reason.label), "note": note, "contact": contact}
    subject = _("%(issuer)s has revoked your credential “%(title)s”") % facts
    body = (
        _(
            "Dear %(name)s,\n\n%(issuer)s has revoked your credential “%(title)s”. Whoever verifies it from now on is "
            "told that it no longer counts.\n\nReason: %(reason)s\nThe issuer writes: %(note)s\n\nIf you think that "
            "this is wrong, ask %(issuer)s to look at it again.\n"
        )
        % facts
    )
    if contact:
        body += _("You reach them at %(contact)s.\n") % facts
    _tell(award, subject, body, at=at)


def _facts(award: Award) -> dict[str, str]:
    return {
        "name": award.recipient_name,
        "issuer": award.organisation.name,
        "title": award.version.definition.title,
    }


def _tell(award: Award, subject: str, body: str, *, at: datetime) -> None:
    """By the address that the person has now, or else the one that the award was made to; an erased one gets none."""
    address = (award.person.email if award.person else None) or award.recipient_email
    if address:
        write_letter(address, subject, body, at=at)
