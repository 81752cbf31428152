"""Forms of the administration of people."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from edusync.identity.models import RolePermission, User
from edusync.identity.roles import SYSTEM_ROLES
from edusync.identity.validators import validate_username
from edusync.kernel.policy import Permission
from edusync.kernel.texts import clean_line


class NewPersonForm(forms.ModelForm):
    """A new person with roles. Without password they start by "forgot password"."""

    email = forms.EmailField(max_length=254, widget=UnfoldAdminEmailInputWidget)
    username = forms.CharField(
        max_length=100,
        min_length=3,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        validators=[validate_username],
        help_text="Made from the name when empty.",
    )
    first_name = forms.CharField(max_length=100, required=False, widget=UnfoldAdminTextInputWidget)
    last_name = forms.CharField(max_length=100, required=False, widget=UnfoldAdminTextInputWidget)
    password = forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="Empty: the person chooses one by “Forgot password”.",
    )
    roles = forms.MultipleChoiceField(
        choices=[(role.code, role.name) for role in SYSTEM_ROLES],
        initial=["learner"],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = User
        fields = ("email", "username", "first_name", "last_name")

    def clean_email(self) -> str:
        """In lower case, not taken."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Another person has this e-mail address.")
        return email

    def clean_username(self) -> str:
        """In lower case, not taken."""
        username = str(self.cleaned_data["username"]).lower()
        if username and User.objects.filter(username=username).exists():
            raise forms.ValidationError("Another person has this user name.")
        return username

    def clean_first_name(self) -> str:
        """No control characters."""
        return clean_line(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        """No control characters."""
        return clean_line(self.cleaned_data["last_name"])

    def clean_password(self) -> str | None:
        """As strong as at sign-up."""
        password = self.cleaned_data["password"] or None
        if password:
            validate_password(password)
        return password

    def _post_clean(self) -> None:
        """The service validates and stores; the model's own checks would refuse an empty user name."""

    def save(self, commit: bool = True) -> Any:
        """The unsaved person; the administration hands the cleaned data to the service."""
        return self.instance

    def save_m2m(self) -> None:
        """Roles are granted by the service."""


class RolePermissionForm(forms.ModelForm):
    """A permission by its code."""

    permission = forms.ChoiceField(
        choices=[(str(one), str(one)) for one in Permission], widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = RolePermission
        fields = ("permission",)
