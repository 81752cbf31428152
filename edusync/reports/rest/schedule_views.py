"""Scheduled reports over HTTP: one's own, and those that one receives."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from edusync.identity.queries import language_of, people_named
from edusync.kernel.idempotency import idempotent
from edusync.kernel.locking import etag, require_match
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.reports.engine import catalog
from edusync.reports.models import ReportDelivery, ReportReceiver, ReportSchedule
from edusync.reports.policy import ReportSchedulePolicy
from edusync.reports.queries.schedules import last_deliveries, people_to_suggest
from edusync.reports.rest import schedule_serializers as shapes
from edusync.reports.rest.export_views import title_of
from edusync.reports.services import deliveries, exports, schedules
from edusync.reports.services.tabling import ORDER
from edusync.reports.sources import source_for

SHOWN = 100


class SchedulesView(ApiView):
    """Base of these routes. People only: no key or token carries what they need."""

    policy = ReportSchedulePolicy()

    def told(self, schedule: ReportSchedule, status: int = 200) -> HttpResponseBase:
        """The answer about one schedule, with the tag that names its version."""
        body = self.schedules_json([schedule])[0]
        return FastResponse(body, status=status, headers={"ETag": etag(schedule)})

    def seen(self, uuid: Any) -> ReportSchedule:
        """A schedule that the actor made or receives. Raises NotFound."""
        schedule: ReportSchedule = self.get_visible(
            ReportSchedule.objects.select_related("definition"), uuid=uuid
        )
        return schedule

    def schedules_json(self, rows: Sequence[ReportSchedule]) -> list[dict[str, Any]]:
        """The schedules as ReportScheduleSerializer describes them; three queries for any number of them."""
        language = language_of(self.actor.user_id or 0)
        zone = schedules.time_zone_of_schedules()
        last = last_deliveries(rows)
        receivers: dict[int, list[ReportReceiver]] = {row.pk: [] for row in rows}
        for one in ReportReceiver.objects.filter(schedule_id__in=list(receivers)).order_by("pk"):
            receivers[one.schedule_id].append(one)
        people = people_named(
            {row.owner_id for row in rows} | {one.user_id for each in receivers.values() for one in each}
        )
        names = {user_id: card.display_name for user_id, card in people.items()}
        return [
            {
                **self.schedule_json(row, language, names),
                "time_zone": zone,
                "receivers": [
                    self.receiver_json(one, names, last.get(row.pk, {}).get(one.user_id))
                    for one in self.shown_receivers(row, receivers[row.pk])
                ],
                "actions": self.actions(row, receivers[row.pk]),
            }
            for row in rows
        ]

    def schedule_json(self, row: ReportSchedule, language: str, names: dict[int, str]) -> dict[str, Any]:
        """What stands in the row itself."""
        filters = dict(row.filters)
        order = filters.pop(ORDER, "")
        plain = ("uuid", "format", "cadence", "weekday", "day_of_month", "hour", "is_on", "last_run_at")
        return {
            **{name: getattr(row, name) for name in plain},
            "report": exports.slug_of(row),
            "title": title_of(row, language),
            "filters": filters,
            "order": order,
            "is_own": row.owner_id == self.actor.user_id,
            "owner": names.get(row.owner_id, ""),
            "next_run_at": row.next_run_at if row.is_on else None,
            "row_version": row.row_version,
        }

    def shown_receivers(self, row: ReportSchedule, receivers: list[ReportReceiver]) -> list[ReportReceiver]:
        """All to the owner; themselves to others."""
        is_own = row.owner_id == self.actor.user_id
        return [one for one in receivers if is_own or one.user_id == self.actor.user_id]

    def receiver_json(
        self, one: ReportReceiver, names: dict[int, str], last: ReportDelivery | None
    ) -> dict[str, Any]:
        """A receiver with what became of the last run."""
        export = last.export if last and one.user_id == self.actor.user_id else None
        return {
            "id": one.user_id,
            "name": names.get(one.user_id, ""),
            "is_unsubscribed": one.unsubscribed_at is not None,
            "state": last.state if last else None,
            "tries": last.tries if last else 0,
            "next_try_at": last.next_try_at if last and last.problem else None,
            "problem": last.problem if last else None,
            "export_uuid": export.uuid if export else None,
        }

    def actions(self, row: ReportSchedule, receivers: list[ReportReceiver]) -> list[str]:
        """What the actor may do with it."""
        found = ["change", "run", "delete"] if row.owner_id == self.actor.user_id else []
        mine = next((one for one in receivers if one.user_id == self.actor.user_id), None)
        if mine is not None:
            found.append("subscribe" if mine.unsubscribed_at else "unsubscribe")
        return found


class ReportSchedulesView(SchedulesView):
    """My scheduled reports."""

    rate_limits = {"post": "export"}

    @schema(
        response=shapes.ReportSchedulesSerializer, summary="Reports that are sent regularly by me or to me"
    )
    def get(self, request: Any) -> HttpResponseBase:
        """At most a hundred: those that are on first, the next one at the top."""
        rows = self.required_policy().visible(ReportSchedule.objects.select_related("definition"), self.actor)
        found = list(rows.order_by("-is_on", "next_run_at", "pk")[:SHOWN])
        return FastResponse(
            {
                "results": self.schedules_json(found),
                "time_zone": schedules.time_zone_of_schedules(),
                "can_send_to_others": schedules.may_send_to_others(self.actor),
            }
        )

    @schema(
        request=shapes.ReportScheduleRequestSerializer,
        response=shapes.ReportScheduleSerializer,
        status=201,
        summary="Have a report sent regularly",
    )
    @idempotent
    def post(self, request: Any) -> HttpResponseBase:
        """The schedule with its next run."""
        values = self.validated(shapes.ReportScheduleRequestSerializer)
        slug = values.pop("report")
        return self.told(schedules.create_schedule(slug=slug, values=values, actor=self.actor), status=201)


class ReportScheduleView(SchedulesView):
    """One scheduled report."""

    @schema(response=shapes.ReportScheduleSerializer, summary="One scheduled report")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """With what became of its last run."""
        return self.told(self.seen(uuid))

    @schema(
        request=shapes.ReportScheduleChangeSerializer,
        response=shapes.ReportScheduleSerializer,
        summary="Change, pause or go on with a scheduled report",
    )
    def patch(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Needs If-Match."""
        schedule = self.seen(uuid)
        require_match(request, schedule)
        values = self.validated(shapes.ReportScheduleChangeSerializer)
        return self.told(schedules.change_schedule(schedule=schedule, values=values, actor=self.actor))

    @schema(status=204, summary="Send a report no more")
    def delete(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Files that were made stay with who got them."""
        schedules.delete_schedule(schedule=self.seen(uuid), actor=self.actor)
        return HttpResponse(status=204)


class ReportScheduleRunView(SchedulesView):
    """A run besides the times of the schedule."""

    rate_limits = {"post": "export"}

    @schema(response=shapes.ReportScheduleSerializer, status=202, summary="Send a scheduled report now")
    def post(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The schedule, with a delivery that waits for each receiver."""
        return self.told(deliveries.run_schedule_now(schedule=self.seen(uuid), actor=self.actor), status=202)


class ReportSubscriptionView(SchedulesView):
    """Whether I want a report that is sent to me."""

    @schema(response=shapes.ReportScheduleSerializer, summary="Have a scheduled report sent to me again")
    def put(self, request: Any, uuid: Any) -> HttpResponseBase:
        """After I stopped it."""
        return self._set(uuid, is_wanted=True)

    @schema(response=shapes.ReportScheduleSerializer, summary="Have a scheduled report sent to me no more")
    def delete(self, request: Any, uuid: Any) -> HttpResponseBase:
        """It is still sent to the others."""
        return self._set(uuid, is_wanted=False)

    def _set(self, uuid: Any, *, is_wanted: bool) -> HttpResponseBase:
        schedule = self.seen(uuid)
        schedules.set_subscription(schedule=schedule, actor=self.actor, is_wanted=is_wanted)
        return self.told(schedule)


class ReportReceiverChoicesView(SchedulesView):
    """People to whom a report can be sent."""

    @schema(
        response=shapes.ReceiverChoicesSerializer,
        query={"report": "which report", "search": "beginnings of words of the name"},
        summary="People to whom I can have a report sent",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """At most twenty; oneself only without the permission to see all reports."""
        slug = request.GET.get("report", "")
        source_for(self.actor, slug)
        if not schedules.may_send_to_others(self.actor):
            own = people_named([self.actor.user_id or 0]).values()
            return FastResponse({"results": [{"id": one.id, "name": one.display_name} for one in own]})
        report = catalog.reports().get(slug)
        people = people_to_suggest(
            request.GET.get("search", ""), has_course_scope=report is None or report.scope == "course"
        )
        return FastResponse({"results": [{"id": user_id, "name": name} for user_id, name in people]})
