"""Keys and invitation links: made, shown once, revoked, used."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from edusync.enrollment.models import Enrollment, EnrollmentKey
from edusync.enrollment.problems import KeyNotValid
from edusync.enrollment.services.cohorts import cohort_of_course
from edusync.enrollment.services.enrolling import enroll_learner
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

Kind = EnrollmentKey.Kind
# Without what is mistaken for something else: 0 O, 1 I L, U V.
LETTERS = "ABCDEFGHJKMNPQRSTWXYZ23456789"
KEY_GROUPS, GROUP_LETTERS = 3, 4
LINK_BYTES = 24
LONGEST_SECRET = 100
HINT_LETTERS = 4


def new_secret(kind: str) -> str:
    """Random: a link's token of 192 bits, or a key of 58 bits that can be read aloud, as `H4KM-92XT-QWRA`."""
    if kind == Kind.LINK:
        return secrets.token_urlsafe(LINK_BYTES)
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LETTERS)) for _ in range(KEY_GROUPS))
    return "-".join(groups)


def hash_secret(secret: str) -> str:
    """What is kept of a secret. Keys are taken in any case, with or without the dashes; both kinds are random."""
    text = secret.strip()[:LONGEST_SECRET]
    plain = text.replace("-", "").replace(" ", "").upper()
    if len(plain) == KEY_GROUPS * GROUP_LETTERS:
        text = plain
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def create_key(
    *, course_id: int, kind: str, label: str, by: Actor, limits: Mapping[str, Any]
) -> tuple[EnrollmentKey, str]:
    """Make a key or a link; returns it with its secret, which nobody can see again.

    `limits`: cohort_id, valid_from, valid_until, max_uses, each may be missing. Raises CohortNotOpen, ValidationProblem.
    """
    start, end = limits.get("valid_from"), limits.get("valid_until")
    if end is not None and end <= (start or clock.now()):
        raise ValidationProblem(
            errors=[FieldError("/valid_until", "before-start", "It would never be valid.")]
        )
    cohort_of_course(course_id=course_id, cohort_id=limits.get("cohort_id"))
    secret = new_secret(kind)
    row: EnrollmentKey = EnrollmentKey.objects.create(
        course_id=course_id,
        kind=kind,
        label=label,
        secret_hash=hash_secret(secret),
        hint=secret[-HINT_LETTERS:],
        created_by_id=by.user_id,
        cohort_id=limits.get("cohort_id"),
        valid_from=start,
        valid_until=end,
        max_uses=limits.get("max_uses"),
    )
    _record("created", row, by)
    return row, secret


@transaction.atomic
def revoke_key(*, key: EnrollmentKey, by: Actor) -> EnrollmentKey:
    """Let nobody in by it any more; whoever came in stays. Once is enough."""
    now = clock.now()
    if EnrollmentKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now, updated_at=now):
        key.revoked_at = now
        _record("revoked", key, by)
    return key


def state_of_key(key: EnrollmentKey | None) -> str:
    """open, or why not: unknown, revoked, not-yet, expired, used-up."""
    now = clock.now()
    if key is None:
        return "unknown"
    if key.revoked_at is not None:
        return "revoked"
    if key.valid_from is not None and key.valid_from > now:
        return "not-yet"
    if key.valid_until is not None and key.valid_until <= now:
        return "expired"
    if key.max_uses is not None and key.use_count >= key.max_uses:
        return "used-up"
    return "open"


def key_of_secret(secret: str, *, kind: str, course_id: int | None = None) -> EnrollmentKey | None:
    """The key or link with that secret in the organization in context, whatever its state."""
    rows = EnrollmentKey.objects.filter(secret_hash=hash_secret(secret), kind=kind, course__deleted_at=None)
    if course_id is not None:
        rows = rows.filter(course_id=course_id)
    row: EnrollmentKey | None = rows.select_related("course").first()
    return row


def require_key(secret: str, *, kind: str, course_id: int | None = None) -> EnrollmentKey:
    """The key or link if it lets people in now. Raises KeyNotValid."""
    row = key_of_secret(secret, kind=kind, course_id=course_id)
    state = state_of_key(row)
    if row is None or state != "open":
        # Whoever guesses keys does not learn which of them once were some.
        raise KeyNotValid(key_state=state if kind == Kind.LINK else "unknown")
    return row


@retry_deadlocks
@transaction.atomic
def enroll_by_key(
    *, secret: str, learner_id: int, kind: str, course_id: int | None = None, join_waitlist: bool = True
) -> Enrollment:
    """Take the course that a key or link opens, in its cohort. A use counts only if it brought somebody in.

    Raises KeyNotValid and what `enroll_learner` raises.
    """
    key = require_key(secret, kind=kind, course_id=course_id)
    enrollment = enroll_learner(
        course_id=key.course_id,
        learner_id=learner_id,
        source=Enrollment.Source.LINK if kind == Kind.LINK else Enrollment.Source.KEY,
        cohort_id=key.cohort_id,
        join_waitlist=join_waitlist,
    )
    # One conditional UPDATE decides about the last use; who comes too late is undone with the whole transaction.
    now = clock.now()
    left = EnrollmentKey.objects.filter(
        Q(max_uses=None) | Q(use_count__lt=F("max_uses")), pk=key.pk, revoked_at=None
    )
    if not left.update(use_count=F("use_count") + 1, updated_at=now):
        raise KeyNotValid(key_state="used-up" if kind == Kind.LINK else "unknown")
    return enrollment


def _record(act: str, key: EnrollmentKey, by: Actor) -> None:
    audit.record(
        f"enrollment.key.{act}",
        actor=by,
        target=("enrollment-key", key.pk),
        facts={"course_id": key.course_id, "kind": key.kind, "label": key.label},
    )
