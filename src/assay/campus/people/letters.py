"""Mail goes out in two steps: written in the transaction that it tells of, sent afterwards and as often as it takes."""

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db.models import F

from assay.campus.people.models import Letter

# A mail server that is down for a night loses nothing; an address that never works is given up after about two days.
_MAX_TRIES = 12
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=6)


def write_letter(to: str, subject: str, body: str, *, at: datetime) -> Letter:
    """Put a mail into the outbox. Call it inside the transaction whose outcome it tells."""
    one_line = " ".join(subject.split())  # a line break in a subject could begin another header
    return Letter.objects.create(to=to, subject=one_line[:200], body=body, written_at=at, next_try_at=at)


def deliver_letters(*, at: datetime, most: int = 100) -> int:
    """Send what is due and say how many went out. A letter that cannot be sent waits twice as long each time.

    At least once: killed between sending and noting it, a letter goes out again. The text of a letter is forgotten
    once it is sent or given up; that it was, to whom and about what, is kept.
    """
    sent = 0
    given_up = Letter.objects.filter(sent_at__isnull=True, tries__gte=_MAX_TRIES, next_try_at__lte=at)
    given_up.exclude(body="").update(body="")
    due = Letter.objects.filter(sent_at__isnull=True, next_try_at__lte=at, tries__lt=_MAX_TRIES).order_by("id")
    for letter in due[:most]:
        wait = min(_FIRST_WAIT * 2**letter.tries, _LONGEST_WAIT)
        # Claimed before it is sent, so that two postmen do not carry the same letter at the same time.
        claimed = Letter.objects.filter(id=letter.id, tries=letter.tries, sent_at__isnull=True)
        if not claimed.update(tries=F("tries") + 1, next_try_at=at + wait):
            continue
        try:
            EmailMessage(letter.subject, letter.body, to=[letter.to]).send()
        except (OSError, SMTPException, ValueError):  # ValueError: an address or a header that no mail can carry
            continue
        # The text goes with it: codes and tokens stand in letters, and nobody needs them here any more.
        Letter.objects.filter(id=letter.id).update(sent_at=at, body="")
        sent += 1
    return sent
