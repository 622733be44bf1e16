"""The forms of this room. What they say is checked again by the verbs, which know the rules."""

from typing import ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from assay.campus.people.models import Organisation, Person
from assay.campus.people.roles import Role
from assay.campus.people.stated_name import typed_name


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # only a type checker can subscript it
    """What a person states of herself."""

    class Meta:
        """The name and nothing else; addresses have their own page."""

        model = Person
        fields = ("name",)
        labels: ClassVar = {"name": _("Your name")}
        help_texts: ClassVar = {
            "name": _("As it should stand on your next credentials. Those that you have keep their name.")
        }
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def clean_name(self) -> str:
        """A name that reads as it is written."""
        return typed_name(self.cleaned_data["name"])


def _with_https(field: "models.Field[object, object]", **options: object) -> forms.Field | None:
    """A website typed without a scheme is at https; a list asks for a choice in words."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    if field.choices:
        options["choices"] = [("", _("Choose one")), *field.choices]
    formfield: forms.Field | None = field.formfield(**options)  # type: ignore[arg-type]  # options are Django's own
    return formfield


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """What an organisation states of itself."""

    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        required=False,
        help_text=_("Two letters of ISO 3166-1: GB, DE, ES."),
        error_messages={"invalid": _("Write the two letters of the country, such as GB or DE.")},
        widget=forms.TextInput(attrs={"size": 4, "maxlength": 2, "autocomplete": "country"}),
    )

    class Meta:
        """In the order in which one would tell it."""

        model = Organisation
        formfield_callback = _with_https
        fields = ("name", "kind", "country", "url", "email", "description", "quality_assurance")
        labels: ClassVar = {
            "name": _("Name"),
            "kind": _("What kind of body it is"),
            "url": _("Website"),
            "email": _("Contact address"),
            "description": _("What it does"),
            "quality_assurance": _("How its quality is assured"),
        }
        help_texts: ClassVar = {
            "name": _("As it should stand on credentials."),
            "url": _("Readers compare its domain with the one they know."),
            "email": _("Public: for questions about credentials."),
            "quality_assurance": _(
                "Who reviews your assessments, and against which standard. Stands beside what you issue."
            ),
        }
        widgets: ClassVar = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "description": forms.Textarea(attrs={"rows": 4}),
            "quality_assurance": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what ModelForm takes
        self.fields["url"] = forms.URLField(
            label=self.fields["url"].label,
            help_text=self.fields["url"].help_text,
            required=False,
            max_length=200,
            assume_scheme="https",
        )

    def clean_name(self) -> str:
        """A name that reads as it is written."""
        return typed_name(self.cleaned_data["name"])


class InvitationForm(forms.Form):
    """Whom, and for what."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The invitation works for this address alone and ends after 14 days.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
