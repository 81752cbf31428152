"""What people tell at sign-up beside address and password."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest

from edusync.identity.services.sign_up_steps import sign_up_errors
from edusync.kernel.texts import clean_line


class SignUpForm(forms.Form):
    """Base of allauth's sign-up form. The adapter stores the fields."""

    first_name = forms.CharField(max_length=100, required=False, strip=True)
    last_name = forms.CharField(max_length=100, required=False, strip=True)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    birth_date = forms.DateField(required=False)
    accepts_policies = forms.BooleanField(required=False)

    def clean_first_name(self) -> str:
        """Any script, no control characters."""
        return clean_line(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        """Any script, no control characters."""
        return clean_line(self.cleaned_data["last_name"])

    def clean(self) -> dict[str, Any]:
        """What the organization and other apps ask of a sign-up: age, accepted policies."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        for error in sign_up_errors(facts):
            self.add_error(error.pointer.lstrip("/"), forms.ValidationError(error.detail, code=error.code))
        return facts

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Asked for by allauth; everything happens in the adapter, in one transaction."""
