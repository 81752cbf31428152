"""Idempotency keys: a write repeated with the same key gets the answer of the first try.

The header is `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).
"""

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponse

from edusync.kernel import clock
from edusync.kernel.models import IdempotencyRecord
from edusync.kernel.problems import FieldError, IdempotencyConflict, IdempotencyInProgress, ValidationProblem

KEEP = dt.timedelta(days=1)
# A try that neither answered nor failed within this time died with its process.
PENDING = dt.timedelta(minutes=2)
KEY = re.compile(r"[\x21-\x7e]{1,120}")


def idempotent(method: Callable[..., Any]) -> Callable[..., Any]:
    """View-method decorator. Only answers below 500 are kept; without the header nothing changes."""

    @functools.wraps(method)
    def wrapper(view: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        key = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
        if not key:
            return method(view, request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise ValidationProblem(
                errors=[FieldError("/Idempotency-Key", "invalid", "1 to 120 visible ASCII characters.")]
            )
        record = claim(key, actor=actor_label(request), route=request.path, digest=request_digest(request))
        if record.status is not None:
            return repeat(record)
        return answer(record, view, method, request, args, kwargs)

    wrapper.is_idempotent = True  # type: ignore[attr-defined]
    return wrapper


def actor_label(request: Any) -> str:
    """Whose keys they are: keys of different people never meet."""
    actor = request.actor
    return f"user:{actor.user_id}" if actor.user_id else f"session:{request.session.session_key or ''}"


def request_digest(request: Any) -> str:
    """SHA-256 over method, address and body."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    digest.update(request._request.body)
    return digest.hexdigest()


def claim(key: str, *, actor: str, route: str, digest: str) -> IdempotencyRecord:
    """The record of the key, new or answered. Raises IdempotencyConflict, IdempotencyInProgress."""
    now = clock.now()
    record = IdempotencyRecord(
        key=key, actor=actor, route=route[:200], request_hash=digest, expires_at=now + PENDING
    )
    for _ in range(2):
        try:
            with transaction.atomic():
                record.save(force_insert=True)
            return record
        except IntegrityError:
            known = IdempotencyRecord.objects.filter(actor=actor, key=key).first()
            if known is not None and known.expires_at > now:
                return checked(known, digest)
            IdempotencyRecord.objects.filter(actor=actor, key=key, expires_at__lte=now).delete()
    raise IdempotencyInProgress


def checked(record: IdempotencyRecord, digest: str) -> IdempotencyRecord:
    """The record, if it is answered and belongs to the same request."""
    if record.request_hash != digest:
        raise IdempotencyConflict
    if record.status is None:
        raise IdempotencyInProgress
    return record


def answer(
    record: IdempotencyRecord, view: Any, method: Callable[..., Any], request: Any, args: Any, kwargs: Any
) -> Any:
    """Run the view and keep what it answers; a failure frees the key again."""
    from edusync.kernel.rest.responses import rendered

    try:
        response = rendered(method(view, request, *args, **kwargs))
    except BaseException:
        IdempotencyRecord.objects.filter(pk=record.pk).delete()
        raise
    record.status = response.status_code
    record.content_type = response.get("Content-Type", "")[:100]
    record.body = response.content
    record.expires_at = clock.now() + KEEP
    record.save(update_fields=["status", "content_type", "body", "expires_at", "updated_at"])
    return response


def repeat(record: IdempotencyRecord) -> HttpResponse:
    """The kept answer."""
    response = HttpResponse(
        bytes(record.body), status=record.status, content_type=record.content_type or None
    )
    response["Idempotency-Replayed"] = "true"
    return response


def purge_records() -> int:
    """Delete the records whose time is over; returns how many."""
    return IdempotencyRecord.objects.filter(Q(expires_at__lte=clock.now())).delete()[0]
