"""A password of fifteen letters that is one short word again and again is as easy to guess as the word."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assay.campus.people.models import Person

# "aaaaaaaaaaaaaaab" has two; any real phrase of 15 letters has more than this.
_LEAST_DIFFERENT = 5


class RepetitionValidator:
    """Refuses ``passwordpassword`` and ``aaaaaaaaaaaaaaaa``. Source: NIST SP 800-63B-4 §3.1.1.2 (repetitive values)."""

    def validate(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002 -- Django's signature
        """Raise ``ValidationError`` for a repetition."""
        plain = password.casefold()
        repeats = plain in (plain + plain)[1:-1]
        if repeats or len(set(plain)) < _LEAST_DIFFERENT:
            raise ValidationError(_("This repeats itself. Choose a few words that have nothing to do with each other."))

    def get_help_text(self) -> str:
        """What Django shows beside the field."""
        return _("Your password must not repeat itself.")
