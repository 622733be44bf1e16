"""What issuers type. The verbs decide; these only carry it and tie each refusal to its field."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assay.campus.catalogue.find import browse
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.issuing.models import RevocationReason
from assay.campus.people.models import Organisation
from assay.science.errors import AssayError, MalformedDocument


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stubs alone
    """The newest version of something that can be earned, by its title; in the form by its public id."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(QuerySet(DefinitionVersion), to_field_name="definition__public_id", **kwargs)

    def prepare_value(self, value: object) -> object:
        """A version as the form writes it."""
        return value.definition.public_id if isinstance(value, DefinitionVersion) else value

    def label_from_instance(self, obj: DefinitionVersion) -> str:
        return f"{obj.definition.title} ({_('version')} {obj.number})"


class AwardForm(forms.Form):
    """Who gets what on the issuer's word."""

    version = VersionField(label=_("What they have earned"), empty_label=_("Choose one"))
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As it is to stand on the credential, for everybody they show it to."),
    )
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The offer goes there. The address does not stand on the credential.")
    )
    because = forms.CharField(
        label=_("Why you attest it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on the credential with your name. Say what you saw, and when."),
    )
    award_key = forms.CharField(
        label=_("Renewal"),
        max_length=80,
        required=False,
        help_text=_("Only if they have this credential already and earned it again: a word for it, such as 2029."),
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, **kwargs)
        newest = browse(organisation=organisation).defer(None)
        self.fields["version"].queryset = newest  # type: ignore[attr-defined]  # it is a VersionField


class RevokeForm(forms.Form):
    """Why it is withdrawn."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (reason.value, capfirst(reason.label))
            for reason in RevocationReason
            if reason != RevocationReason.CORRECTED
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("To the holder"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read this in a letter. Say what was found, and whom they can ask."),
    )


class CorrectForm(forms.Form):
    """The name as it should be."""

    recipient_name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As it is to stand on the credential.")
    )


def tell(form: forms.Form, error: AssayError) -> None:
    """Put a verb's refusal where it belongs: at the field that it names, or on top of the form."""
    field = error.where.strip("/") if isinstance(error, MalformedDocument) else ""
    form.add_error(field if field in form.fields else None, capfirst(error.reason) + ".")
