"""The procedure that removes old rows removes exactly what the rules of retention would."""

import datetime as dt
import hashlib

import pytest
from django.contrib.sessions.models import Session

from edusync.identity.models import LoginAttempt, OneTimeToken, UserSession
from edusync.kernel import clock
from edusync.kernel.models import IdempotencyRecord, OutboxEvent
from edusync.privacy import procedures
from edusync.privacy.models import LegalHold
from edusync.privacy.services import retention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]

OLD, NEW = 400, 0


def instant(days_ago):
    return clock.now() - dt.timedelta(days=days_ago)


def make_answer(person, days_ago):
    return IdempotencyRecord.objects.create(
        key=f"{person.pk}-{days_ago}", actor="a", route="r", request_hash="h", expires_at=instant(days_ago)
    )


def make_event(person, days_ago):
    """One delivered, one given up, one still to come."""
    values = {"event_type": "test", "created_at": instant(days_ago), "available_at": instant(days_ago)}
    OutboxEvent.objects.create(**values)
    OutboxEvent.objects.create(**values, failed_at=instant(days_ago))
    return OutboxEvent.objects.create(**values, delivered_at=instant(days_ago))


def make_session(person, days_ago):
    return Session.objects.create(
        session_key=f"{person.pk}-{days_ago}", session_data="", expire_date=instant(days_ago)
    )


def make_attempt(person, days_ago):
    return LoginAttempt.objects.create(
        user=person, method="password", outcome="succeeded", occurred_at=instant(days_ago)
    )


def make_device(person, days_ago):
    return UserSession.objects.create(user=person, last_seen_at=instant(days_ago), ended_at=instant(days_ago))


def make_token(person, days_ago):
    digest = hashlib.sha256(f"{person.pk} {days_ago}".encode()).hexdigest()
    return OneTimeToken.objects.create(
        purpose="reset", token_hash=digest, user=person, expires_at=instant(days_ago)
    )


MAKERS = {
    "kernel.answers": make_answer,
    "kernel.events": make_event,
    "identity.sessions": make_session,
    "identity.attempts": make_attempt,
    "identity.devices": make_device,
    "identity.tokens": make_token,
}


def test_every_kind_of_the_procedure_is_tried_here():
    assert MAKERS.keys() == procedures.PURGES.keys()


@pytest.mark.parametrize("key", sorted(MAKERS))
def test_the_procedure_removes_what_the_rule_would(key, learner, stranger):
    for person in (learner, stranger):
        for days_ago in (OLD, NEW):
            MAKERS[key](person, days_ago)
    LegalHold.objects.create(user=stranger, reason="Inquiry")
    rule = retention.rule_in_force(key)
    wanted = set(retention.outdated_rows(rule).values_list("pk", flat=True))
    assert wanted
    rows = retention.outdated_rows(rule).model._base_manager
    before = set(rows.values_list("pk", flat=True))
    cutoff = clock.now() - dt.timedelta(days=rule.days)
    assert procedures.purge_by_sql(key=key, cutoff=cutoff) == len(wanted)
    assert set(rows.values_list("pk", flat=True)) == before - wanted
    assert procedures.purge_by_sql(key=key, cutoff=cutoff) == 0


def test_the_limit_is_kept(learner):
    for days_ago in (OLD, OLD + 1):
        make_attempt(learner, days_ago)
    assert procedures.purge_by_sql(key="identity.attempts", cutoff=instant(365), at_most=1) == 1
    assert LoginAttempt.objects.count() == 1


def test_a_kind_that_sql_alone_may_not_remove_is_refused():
    with pytest.raises(LookupError):
        procedures.purge_by_sql(key="integrations.course_uploads", cutoff=clock.now())
