"""Too many wrong passwords close an account for a while, and so an address nobody has: the answers tell nothing."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import F

from edusync.identity.models import User
from edusync.kernel import clock


def is_locked(*, user: User | None, login: str) -> bool:
    """Whether sign-in is closed now for the person, or for the login nobody has."""
    if user is not None:
        return user.account_locked_until is not None and user.account_locked_until > clock.now()
    attempts: int = cache.get(_unknown_key(login), 0)
    return attempts >= settings.SIGN_IN_ATTEMPTS


def record_failure(*, user: User | None, login: str) -> None:
    """Count a wrong password; the last allowed one closes the account for `SIGN_IN_LOCK_SECONDS`."""
    if user is None:
        key = _unknown_key(login)
        cache.add(key, 0, settings.SIGN_IN_LOCK_SECONDS)
        try:
            cache.incr(key)
        except ValueError:  # it expired between the two calls
            cache.set(key, 1, settings.SIGN_IN_LOCK_SECONDS)
        return
    # Counted in the database, so that parallel guesses cannot hide behind each other.
    User.objects.filter(pk=user.pk).update(failed_login_attempts=F("failed_login_attempts") + 1)
    until = clock.now() + timedelta(seconds=settings.SIGN_IN_LOCK_SECONDS)
    User.objects.filter(pk=user.pk, failed_login_attempts__gte=settings.SIGN_IN_ATTEMPTS).update(
        failed_login_attempts=0, account_locked_until=until
    )


def clear(*, user_id: int) -> None:
    """Open the account again: after a sign-in, a new password, or by an admin."""
    User.objects.filter(pk=user_id).exclude(
        failed_login_attempts=0, account_locked_until__isnull=True
    ).update(failed_login_attempts=0, account_locked_until=None)


def _unknown_key(login: str) -> str:
    return "sign-in-failures:" + hashlib.sha256(login.strip().lower().encode("utf-8", "replace")).hexdigest()
