"""Checks passwords, with lock-out, and reads the signed-in person."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from edusync.identity import lockout, queries, sign_in_log
from edusync.identity.models import User
from edusync.identity.standing import person_with_standing


class AccountBackend(AuthenticationBackend):
    """The one way in by password: sign-in page, Django admin and password confirmation all pass here."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:  # type: ignore[override]
        """The person whose password it is, or None. Raises PermissionDenied while the account is locked."""
        login = str(credentials.get("email") or credentials.get("username") or "")
        if not login or not credentials.get("password"):
            return None
        person = queries.person_by_login(login)
        if lockout.is_locked(user=person, login=login):
            sign_in_log.record_refused_sign_in(request=request, user=person, method="password")
            raise PermissionDenied
        user: Any = super().authenticate(request, **credentials)
        if user is None and not self._was_password_right():
            lockout.record_failure(user=person, login=login)
            sign_in_log.record_failed_sign_in(request=request, user=person, login=login)
        return user  # type: ignore[no-any-return]

    def _was_password_right(self) -> bool:
        """Whether only the account's state refused. The base class leaves such a person in a stash; look and put back."""
        refused = self.unstash_authenticated_user()
        self._stash_user(refused)
        return refused is not None

    def user_can_authenticate(self, user: Any) -> bool:
        """Inactive and deleted people stay out."""
        return bool(user.is_active and user.deleted_at is None)

    def get_user(self, user_id: Any) -> User | None:
        """The session's person with their standing: the only query a request needs beside the session's."""
        user = person_with_standing(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        return user
