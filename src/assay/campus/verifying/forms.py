"""What the verify page takes: a file, a text, or an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assay.campus.verifying.verify import MAX_BYTES

# The text of a credential; longer ones come as files.
_MAX_TEXT = 1 << 20


class VerifyForm(forms.Form):
    """Exactly one of the three. What was typed comes back when something is wrong; a file has to be chosen again."""

    file = forms.FileField(
        label=_("A badge file"),
        required=False,
        help_text=_("A PNG or SVG picture with a credential inside, a JSON file, or a JWT."),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        max_length=_MAX_TEXT,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("The JSON or the JWT, pasted whole."),
    )
    address = forms.CharField(
        label=_("Or its address"),
        required=False,
        max_length=2000,
        help_text=_("A link somebody gave you, or what a QR code says. It starts with https://"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the three, and not too large."""
        cleaned = super().clean() or {}
        given = [name for name in ("file", "text", "address") if cleaned.get(name)]
        if not given and not self.errors:
            raise forms.ValidationError(_("Choose a file, paste a text, or give an address."))
        if len(given) > 1:
            raise forms.ValidationError(_("Give one of the three: a file, a text, or an address."))
        file = cleaned.get("file")
        if file is not None and file.size > MAX_BYTES:
            self.add_error("file", _("This file is larger than 5 MB. A badge picture is smaller; is it the right one?"))
        return cleaned
