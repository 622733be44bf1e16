"""How allauth creates people here and sends its mails: through the outbox, so that no reply waits for a mail server."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assay.campus.people.letters import write_letter
from assay.campus.people.models import Person


class NameForm(forms.Form):
    """What signing up asks beside the address: the name that will stand on credentials."""

    name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("As it should stand on a certificate."))

    def signup(self, request: HttpRequest, user: Person) -> None:  # noqa: ARG002 -- allauth's signature
        """Allauth calls this with the new person before the address is confirmed."""
        user.name = self.cleaned_data["name"]
        user.joined_at = timezone.now()
        user.save(update_fields=["name", "joined_at"])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's door to our outbox. Known and unknown addresses take the same road: one row written."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render allauth's mail and write it into the outbox."""
        message = self.render_mail(template_prefix, email, context)
        write_letter(email, message.subject, str(message.body), at=timezone.now())
