"""The private address of a calendar: made, replaced, switched off, and read by programs that have no session."""

import dataclasses
import datetime
import hashlib
import re
import secrets

from django.conf import settings
from django.db import transaction

from edusync.communication.models import CalendarFeed
from edusync.identity.standing import Standing, person_with_standing
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.rate_limits import limit_named, refusal, use
from edusync.kernel.tenancy import current_organization_id

# 256 random bits, so that a plain SHA-256 is enough and equal hashes are found by an index.
BYTES = 32
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
NOTED_EVERY = datetime.timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """Whose calendar an address opens: the person as they are now, in the organization of the address."""

    feed: CalendarFeed
    actor: Actor
    standing: Standing


def hash_secret(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def feed_address(secret: str) -> str:
    """The address of a feed."""
    return f"{settings.SITE_URL}/api/v1/calendar/feeds/{secret}.ics"


def feed_of(owner_id: int) -> CalendarFeed | None:
    """The person's feed in the organization in context."""
    row: CalendarFeed | None = CalendarFeed.objects.filter(owner_id=owner_id).first()
    return row


@transaction.atomic
def renew_feed(*, actor: Actor) -> tuple[CalendarFeed, str]:
    """Make the address, or another one instead: `(feed, secret)`. The secret is known only now; the old one ends."""
    secret = secrets.token_urlsafe(BYTES)
    feed, is_new = CalendarFeed.objects.update_or_create(
        organization_id=current_organization_id(),
        owner_id=actor.user_id,
        defaults={"secret_hash": hash_secret(secret), "renewed_at": clock.now(), "last_read_at": None},
    )
    audit.record(
        "communication.feed.made" if is_new else "communication.feed.renewed",
        actor=actor,
        target=("user", actor.user_id),
    )
    return feed, secret


@transaction.atomic
def end_feed(*, actor: Actor) -> None:
    """Switch the address off."""
    count, _ = CalendarFeed.objects.filter(owner_id=actor.user_id).delete()
    if count:
        audit.record("communication.feed.ended", actor=actor, target=("user", actor.user_id))


def reader_of(secret: str) -> Reader | None:
    """Whose calendar the secret opens; None for a wrong one, or one of somebody who has no access any more.

    Raises RateLimited when a program asks too often.
    """
    if not SHAPE.fullmatch(secret):
        return None
    feed = CalendarFeed.unscoped.filter(secret_hash=hash_secret(secret)).first()
    if feed is None:
        return None
    owner = person_with_standing(feed.owner_id)
    standing: Standing | None = owner.standings.get(feed.organization_id) if owner else None  # type: ignore[attr-defined]
    if owner is None or not owner.is_active or standing is None or not standing.is_member:
        return None
    if settings.RATE_LIMITS_ON:
        usage = use(limit_named("calendar-feed"), f"f:{feed.pk}")
        if usage.is_over:
            raise refusal(usage)
    note_reading(feed)
    return Reader(feed, Actor(user_id=feed.owner_id, organization_id=feed.organization_id), standing)


def note_reading(feed: CalendarFeed) -> None:
    """Remember that a program read the feed, to the hour: reading must not write each time."""
    now = clock.now()
    if feed.last_read_at is None or feed.last_read_at < now - NOTED_EVERY:
        CalendarFeed.unscoped.filter(pk=feed.pk).update(last_read_at=now)
