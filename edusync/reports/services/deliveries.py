"""Runs of schedules: for each receiver a file of what they may see themselves, and a mail that leads to it.

A delivery that fails is tried again after a while, some times; what became of it stays on its row.
"""

import datetime
from pathlib import Path
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.db import transaction

from edusync.communication.services import send_mail_to
from edusync.files.services import open_loose_content
from edusync.identity.models import User
from edusync.identity.queries import language_of, person
from edusync.identity.services.acting import actor_of_person
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import Forbidden, NotFound, Problem
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context
from edusync.reports.models import ReportDelivery, ReportExport, ReportSchedule
from edusync.reports.problems import ReportExportFailed, ReportMailFailed, ReportScheduleRunning
from edusync.reports.services import exports
from edusync.reports.services.schedules import next_run_of
from edusync.reports.sources import source_for

MAILS = Path(__file__).resolve().parents[1] / "mails"
TASK = "reports.deliver"
MOST_ATTACHED_BYTES = 5 * 1024 * 1024
# After the first, second and third failure; after the fourth nobody tries any more.
TRIED_AGAIN_AFTER = tuple(datetime.timedelta(minutes=minutes) for minutes in (5, 30, 120))
# A worker that died in the middle says nothing: then the delivery is taken up again.
ABANDONED_AFTER = datetime.timedelta(hours=1)
REMEMBERED = datetime.timedelta(days=90)
MOST_AT_ONCE = 200
MEDIA_TYPES = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
State = ReportDelivery.State

logger = structlog.get_logger(__name__)


def run_due_schedules() -> int:
    """Start what is due in all organizations, try again what failed, forget what is long past. Returns runs started.

    A schedule that was due several times while nobody worked runs once.
    """
    now = clock.now()
    due = ReportSchedule.unscoped.filter(is_on=True, deleted_at__isnull=True, next_run_at__lte=now)
    started = 0
    for schedule in due.select_related("definition").order_by("next_run_at")[:MOST_AT_ONCE]:
        with organization_context(schedule.organization_id):
            started += _run_due(schedule, now)
    again = ReportDelivery.unscoped.filter(state=State.WAITING, next_try_at__lte=now)
    for delivery in again.order_by("next_try_at")[:MOST_AT_ONCE]:
        with organization_context(delivery.organization_id), transaction.atomic():
            if again.filter(pk=delivery.pk).update(next_try_at=now + ABANDONED_AFTER, updated_at=now):
                enqueue(TASK, delivery_id=delivery.pk)
    ReportDelivery.unscoped.filter(finished_at__lte=now - REMEMBERED).delete()
    return started


@transaction.atomic
def _run_due(schedule: ReportSchedule, now: datetime.datetime) -> int:
    """One run, unless another worker took it: the row says when the next one is before anything else happens."""
    taken = ReportSchedule.objects.filter(
        pk=schedule.pk, is_on=True, next_run_at=schedule.next_run_at, deleted_at__isnull=True
    )
    if actor_of_person(user_id=schedule.owner_id, organization_id=schedule.organization_id) is None:
        # Nobody is left who could change it.
        if taken.update(is_on=False, updated_at=now):
            audit.record(
                "reports.schedule.stopped", actor=None, target=("report_schedule", schedule.pk), facts={}
            )
        return 0
    if not taken.update(next_run_at=next_run_of(schedule, now), last_run_at=now, updated_at=now):
        return 0
    _start(schedule, now)
    return 1


@transaction.atomic
def run_schedule_now(*, schedule: ReportSchedule, actor: Actor) -> ReportSchedule:
    """Make and send it now, besides its times. Raises Forbidden unless it is one's own, ReportScheduleRunning."""
    if schedule.owner_id != actor.user_id:
        raise Forbidden
    source_for(actor, exports.slug_of(schedule))
    row: ReportSchedule = ReportSchedule.objects.select_for_update().get(pk=schedule.pk)
    if row.deliveries.filter(state=State.WAITING).exists():
        raise ReportScheduleRunning
    now = clock.now()
    ReportSchedule.objects.filter(pk=row.pk).update(last_run_at=now, updated_at=now)
    _start(row, now)
    audit.record(
        "reports.schedule.run",
        actor=actor,
        target=("report_schedule", row.pk),
        facts={"report": exports.slug_of(schedule)},
    )
    schedule.refresh_from_db()
    return schedule


def _start(schedule: ReportSchedule, now: datetime.datetime) -> None:
    """A delivery for each receiver who wants it."""
    for receiver in schedule.receivers.filter(unsubscribed_at__isnull=True).order_by("user_id"):
        delivery = ReportDelivery.objects.create(
            schedule=schedule, user_id=receiver.user_id, run_at=now, next_try_at=now + ABANDONED_AFTER
        )
        enqueue(TASK, delivery_id=delivery.pk)


def deliver(delivery_id: int) -> None:
    """Make one receiver's file and mail it. A failure is kept on the row, and tried again by `run_due_schedules`."""
    delivery = (
        ReportDelivery.unscoped.select_related("schedule", "schedule__definition", "export")
        .filter(pk=delivery_id, state=State.WAITING)
        .first()
    )
    if delivery is None:
        return
    with organization_context(delivery.organization_id):
        delivery.tries += 1
        _note(delivery, tries=delivery.tries)
        try:
            _deliver(delivery)
        except NotFound as problem:
            _finish(delivery, State.NO_ACCESS, problem)
        except Problem as problem:
            _try_again(delivery, problem)
        except Exception:
            logger.exception("report_delivery_failed", delivery=delivery.pk)
            _try_again(delivery, ReportExportFailed())


def _deliver(delivery: ReportDelivery) -> None:
    """Raises NotFound for who may not see the report, ReportExportFailed, ReportMailFailed."""
    user = person(delivery.user_id)
    actor = actor_of_person(user_id=delivery.user_id, organization_id=delivery.organization_id)
    if user is None or actor is None:
        raise NotFound
    slug = exports.slug_of(delivery.schedule)
    source = source_for(actor, slug)
    export = _file_of(delivery)
    if not user.email:
        _finish(delivery, State.NO_ADDRESS)
        return
    is_attached = 0 < (export.size_bytes or 0) <= MOST_ATTACHED_BYTES
    title = source.describe(language_of(user.pk))["title"]
    _send(delivery, export, user, title, is_attached=is_attached)
    audit.record(
        "reports.report.sent",
        actor=delivery.schedule.owner_id,
        target=("report_export", export.pk),
        facts={"report": slug, "format": export.format, "receiver": user.pk},
    )
    _finish(delivery, State.SENT, is_attached=is_attached)


def _file_of(delivery: ReportDelivery) -> ReportExport:
    """The receiver's own file, made now unless an earlier try did. Raises NotFound, ReportExportFailed."""
    export = delivery.export
    if export is None or export.state in {ReportExport.State.FAILED, ReportExport.State.EXPIRED}:
        if export is not None:
            exports.remove_export(export=export)
        schedule = delivery.schedule
        export = ReportExport.objects.create(
            report=schedule.report,
            definition=schedule.definition,
            schedule=schedule,
            filters=schedule.filters,
            format=schedule.format,
            requested_by_id=delivery.user_id,
        )
        _note(delivery, export=export)
    exports.run_export(export.pk)
    export.refresh_from_db()
    if export.state != ReportExport.State.COMPLETED:
        if (export.problem or {}).get("code") == NotFound.code:
            raise NotFound
        raise ReportExportFailed(str((export.problem or {}).get("title", "")))
    return export


def _send(
    delivery: ReportDelivery, export: ReportExport, user: User, title: str, *, is_attached: bool
) -> None:
    content = b"".join(open_loose_content(export.storage_key)) if is_attached else b""
    attached = [(exports.file_name(export), content, MEDIA_TYPES[export.format])] if is_attached else []
    owner = person(delivery.schedule.owner_id)
    try:
        send_mail_to(
            user=user,
            template="report_attached" if is_attached else "report_ready",
            context={
                "title": title,
                "owner": owner.display_name if owner else "",
                "file_url": f"{settings.SITE_URL}/reports/exports?file={export.uuid}",
                "schedules_url": f"{settings.SITE_URL}/reports/schedules",
            },
            idempotency_key=f"report-delivery:{delivery.pk}",
            folder=MAILS,
            attachments=attached,
        )
    except (SMTPException, OSError) as error:
        raise ReportMailFailed(type(error).__name__) from error


def _try_again(delivery: ReportDelivery, problem: Problem) -> None:
    if delivery.tries > len(TRIED_AGAIN_AFTER):
        _finish(delivery, State.FAILED, problem)
        return
    wait = TRIED_AGAIN_AFTER[delivery.tries - 1]
    _note(delivery, next_try_at=clock.now() + wait, problem=problem.body())


def _finish(
    delivery: ReportDelivery, state: str, problem: Problem | None = None, *, is_attached: bool = False
) -> None:
    _note(
        delivery,
        state=state,
        is_attached=is_attached,
        finished_at=clock.now(),
        next_try_at=None,
        problem=problem.body() if problem else None,
    )


def _note(delivery: ReportDelivery, **values: object) -> None:
    ReportDelivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(
        **values, updated_at=clock.now()
    )
