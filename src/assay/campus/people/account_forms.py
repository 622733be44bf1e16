"""allauth's forms in our words: a label above each field instead of a text inside it, and what to type."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

_LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Your password now"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "code": _("Code"),
    "name": _("Your name"),
}
_NEW_PASSWORD = _("At least 15 characters. A few unrelated words are good; no digits or signs are demanded.")
_NO_PASSWORD = _("Leave it empty to sign in by codes that we send you, or with a passkey.")


class _Plain:
    """Mixed into each of allauth's forms."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- whatever allauth's form takes
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = _LABELS.get(name, field.label)
            field.help_text = ""
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update({"autocomplete": "one-time-code", "autocapitalize": "characters"})
        for name in ("login", "email"):
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = "username" if name == "login" else "email"


class SignIn(_Plain, account.LoginForm):  # type: ignore[misc]  # allauth has no types, here and below
    """With a password."""


class SignUp(_Plain, account.SignupForm):  # type: ignore[misc]
    """A new account."""

    field_order = ("name", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("As it should stand on a certificate.")
        if "password1" in self.fields:  # not when signing up with a passkey
            self.fields["password1"].help_text = format_lazy("{} {}", _NO_PASSWORD, _NEW_PASSWORD)


class AskForCode(_Plain, account.RequestLoginCodeForm):  # type: ignore[misc]
    """Sign in by a code."""


class TypeSignInCode(_Plain, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code of the letter."""


class TypeAddressCode(_Plain, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code that proves an address."""


class TypeResetCode(_Plain, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """The code that lets choose a new password."""


class ForgetPassword(_Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """Ask for that code."""


class _Chosen(_Plain):
    """A password is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _NEW_PASSWORD


class NewPassword(_Chosen, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """After the code."""


class ChangePassword(_Chosen, account.ChangePasswordForm):  # type: ignore[misc]
    """One who has a password chooses another."""


class SetPassword(_Chosen, account.SetPasswordForm):  # type: ignore[misc]
    """One who had none chooses the first."""


class AddAddress(_Plain, account.AddEmailForm):  # type: ignore[misc]
    """Another address for the same account."""


class TypePasswordAgain(_Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """Before a step that could lock the owner out."""


class TypeAppCode(_Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second factor: an authenticator app's code, or a recovery code."""


class TypeAppCodeAgain(_Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The same, before such a step."""


class ActivateApp(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    """Prove that the app has the secret."""


class _Passkey(_Plain):
    """A passkey is named by its owner."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you know it again: “Work laptop”, “Phone”.")
        if "passwordless" in self.fields:
            self.fields["passwordless"].initial = True
            self.fields["passwordless"].label = _("Sign in with this passkey alone")
            self.fields["passwordless"].help_text = _("Otherwise it is asked for after your code or password.")


class AddPasskey(_Passkey, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """One who is signed in adds a passkey."""


class FirstPasskey(_Passkey, webauthn.SignupWebAuthnForm):  # type: ignore[misc]
    """The passkey of a new account."""
