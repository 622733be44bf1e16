"""How allauth creates people here and sends its mails: through the outbox, so that no reply waits for a mail server.

Whether an address has an account shows in nothing that a stranger can see: one road, one letter, the same work.
"""

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from assay.adapters.envelope import Envelope, SealingKey
from assay.campus.people.letters import write_letter
from assay.campus.people.models import Person
from assay.campus.people.stated_name import typed_name

_APP_SECRET = ("authenticator app",)


class NameForm(forms.Form):
    """What signing up asks beside the address: the name that will stand on credentials."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As it should stand on a certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        """A name that reads as it is written."""
        return typed_name(self.cleaned_data["name"])

    def signup(self, request: HttpRequest, user: Person) -> None:  # noqa: ARG002 -- allauth's signature
        """Allauth calls this with the new person before the address is confirmed."""
        user.name = self.cleaned_data["name"]
        user.joined_at = timezone.now()
        user.save(update_fields=["name", "joined_at"])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's door to our outbox. Known and unknown addresses take the same road: one row written."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render allauth's mail and write it into the outbox. Links in it begin with our own origin."""
        facts = {**context, "request": self.request, "email": email, "origin": settings.CONFIGURATION.origin}
        message = self.render_mail(template_prefix, email, facts)
        write_letter(email, message.subject, str(message.body), at=timezone.now())

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody signs up with an address that has an account: its owner is told, the reply is the usual one."""
        if password := self.request.POST.get("password1"):
            # A new account takes the time of one password hash; without it, a stop-watch would tell the two apart.
            make_password(password)
        super().send_account_already_exists_mail(email)


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Passkeys belong to our host, whatever the request says; the secret of an authenticator app is kept sealed."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey is for. Source: WebAuthn Level 3 §5.4.2; the id is a host name without a port."""
        return {"id": settings.CONFIGURATION.host.rsplit(":", 1)[0], "name": "Assay"}

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """The name that the form proposes."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return say("Passkey %(number)d") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Seal the secret of an authenticator app, or a recovery seed, for the database."""
        return Envelope.seal(text.encode(), _sealing_key(), use=_APP_SECRET).written().decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again. Raises ``Refused`` when the installation's secret key is another one."""
        return Envelope.read(encrypted_text.encode()).open(_sealing_key(), use=_APP_SECRET).decode()


def _sealing_key() -> SealingKey:
    """Of the secret key, so that the database alone gives nobody a second factor."""
    raw = hashlib.sha256(b"assay second factors" + settings.SECRET_KEY.encode()).digest()
    return SealingKey("secret-key", raw)
