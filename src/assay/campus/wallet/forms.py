"""The form that makes a link."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

_LASTS = {"week": timedelta(days=7), "month": timedelta(days=30), "year": timedelta(days=365)}


class ShareForm(forms.Form):
    """For whom, for how long, with how much."""

    label = forms.CharField(
        label=_("For whom"),
        max_length=120,
        required=False,
        help_text=_("So that you know it again, such as “Application to Cloudvane”. Only you see it."),
    )
    lasts = forms.ChoiceField(
        label=_("It works for"),
        choices=[
            ("week", _("1 week")),
            ("month", _("1 month (30 days)")),
            ("year", _("1 year (365 days)")),
            ("open", _("until I revoke it")),
        ],
        initial="month",
        widget=forms.RadioSelect,
    )
    with_record = forms.BooleanField(
        label=_("Show how it was assessed"),
        required=False,
        help_text=_("Criteria, levels and rules. Neither your evidence nor the feedback."),
    )
    with_name = forms.BooleanField(
        label=_("Show my name in previews"),
        required=False,
        help_text=_("Other sites draw a preview of the link. The page itself always shows the name on the credential."),
    )

    def expires_at(self, at: datetime) -> datetime | None:
        """When the link ends; ``None`` when its holder ends it."""
        lasts = _LASTS.get(self.cleaned_data["lasts"])
        return at + lasts if lasts else None
