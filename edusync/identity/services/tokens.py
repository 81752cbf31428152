"""Secrets that work once: sent to a person, stored as a hash, gone when used or out of date."""

import hashlib
import secrets
from datetime import timedelta

from edusync.identity.models import OneTimeToken
from edusync.identity.problems import TokenUsedOrExpired
from edusync.kernel import clock

TOKEN_BYTES = 32
LONGEST_TOKEN = 200
KEEP_AFTER_END = timedelta(days=1)


def hash_token(token: str) -> str:
    """SHA-256: a token has 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def issue_token(
    *, purpose: str, lifetime_seconds: int, user_id: int | None = None, subject_id: int | None = None
) -> str:
    """A new token. The database keeps only its hash, so this is the one chance to send it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    OneTimeToken.objects.create(
        purpose=purpose,
        token_hash=hash_token(token),
        user_id=user_id,
        subject_id=subject_id,
        expires_at=clock.now() + timedelta(seconds=lifetime_seconds),
    )
    return token


def find_token(*, purpose: str, token: str) -> OneTimeToken:
    """The token as it stands, not used by this. Raises TokenUsedOrExpired."""
    row = OneTimeToken.objects.filter(
        token_hash=hash_token(token[:LONGEST_TOKEN]),
        purpose=purpose,
        used_at__isnull=True,
        expires_at__gt=clock.now(),
    ).first()
    if row is None:
        raise TokenUsedOrExpired
    return row


def use_token(*, purpose: str, token: str) -> OneTimeToken:
    """Use the token up and return its row; of several at the same time one gets it. Raises TokenUsedOrExpired.

    In the caller's transaction: what fails afterwards gives the token back.
    """
    digest, now = hash_token(token[:LONGEST_TOKEN]), clock.now()
    # One conditional UPDATE decides: reading first would let two requests see the token unused.
    used = OneTimeToken.objects.filter(
        token_hash=digest, purpose=purpose, used_at__isnull=True, expires_at__gt=now
    ).update(used_at=now, updated_at=now)
    if not used:
        raise TokenUsedOrExpired
    return OneTimeToken.objects.get(token_hash=digest)


def cancel_tokens(*, purpose: str, subject_id: int) -> int:
    """End every unused token about a thing; returns how many."""
    now = clock.now()
    return OneTimeToken.objects.filter(purpose=purpose, subject_id=subject_id, used_at__isnull=True).update(
        used_at=now, updated_at=now
    )


def purge_tokens() -> int:
    """Drop tokens a day after they ended; returns how many rows went."""
    count, _ = OneTimeToken.objects.filter(expires_at__lt=clock.now() - KEEP_AFTER_END).delete()
    return count
