"""The sign-in form of the Django admin."""

from typing import Any

from django.core.exceptions import ValidationError
from unfold.forms import AuthenticationForm

from edusync.identity.standing import standing_of


class AdminSignInForm(AuthenticationForm):
    """Knows passwords only: whoever has a second factor, or must have one, signs in on the site and then comes here."""

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse people whom a password alone must not let in."""
        super().confirm_login_allowed(user)
        terms = standing_of(user).sign_in
        if terms.has_second_factor or terms.is_overdue:
            raise ValidationError(
                "Your account has a second factor. Sign in on the site first, then open this page again.",
                code="second_factor",
            )
