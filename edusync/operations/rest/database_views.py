"""The database page of platform admins."""

import dataclasses
from typing import Any

from edusync.kernel.models import ScheduledJob
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.operations import queries
from edusync.operations.database import facts, plans, slow_statements
from edusync.operations.policy import SitePolicy
from edusync.operations.rest import serializers as shapes

LONG_SECONDS = 5
DAYS = (1, 7, 31)


class SiteView(ApiView):
    """What concerns the whole installation."""

    policy = SitePolicy()
    permissions = {"get": Permission.SITE_MANAGE}


class DatabaseView(SiteView):
    """The database as it is now."""

    @schema(response=shapes.DatabaseSerializer, summary="The database of the site")
    def get(self, request: Any) -> FastResponse:
        """Server, connections, long work, replicas, followers, indexes, tables, slow statements, jobs."""
        day, tables = queries.table_growth()
        server = dataclasses.asdict(facts.server())
        server["settings"] = [{"name": name, "value": value} for name, value in server["settings"]]
        jobs = ScheduledJob.objects.order_by("name")
        return FastResponse(
            {
                "server": server,
                "connections": as_dict(facts.connections()),
                "long_work": as_dicts(facts.long_work(LONG_SECONDS)),
                "replicas": as_dicts(facts.replicas()),
                "followers": as_dicts(facts.followers()),
                "log_position": facts.log_position(),
                "missing_indexes": as_dicts(facts.missing_indexes()),
                "unused_indexes": as_dicts(facts.unused_indexes()),
                "slow_statements": as_dicts(slow_statements.slow_statements()),
                "slow_from_ms": round(slow_statements.SLOW_SECONDS * 1000),
                "tables_measured_on": day,
                "tables": as_dicts(tables),
                "jobs": [job_json(job) for job in jobs],
            }
        )


def job_json(job: ScheduledJob) -> dict[str, Any]:
    """The job as JobSerializer describes it. Releases before wrote the words of exceptions: those are for the log."""
    return {
        "name": job.name,
        "last_run_at": job.last_run_at,
        "next_run_at": job.next_run_at,
        "last_result": job.last_result if job.last_result in ("", "done") else "failed",
    }


class HealthHistoryView(SiteView):
    """How the site was."""

    @schema(
        response=shapes.HealthHistorySerializer,
        query={"days": {"type": "integer", "enum": list(DAYS)}},
        summary="Health of the site over days",
    )
    def get(self, request: Any) -> FastResponse:
        """Samples of 1, 7 or 31 days, thinned to some hundred; another number counts as 1."""
        asked = request.GET.get("days", "")
        days = next((number for number in DAYS if str(number) == asked), DAYS[0])
        samples = queries.health_history(days)
        names = [str(name) for name in shapes.HealthSampleSerializer().fields]
        return FastResponse(
            {"days": days, "samples": [{name: getattr(row, name) for name in names} for row in samples]}
        )


class PlanView(SiteView):
    """How one report is read."""

    @schema(response=shapes.PlanSerializer, summary="Plan of a report's page")
    def get(self, request: Any, report: str) -> FastResponse:
        """EXPLAIN of the statement that its first page runs."""
        plan = plans.plan_of(report, self.actor)
        return FastResponse({"report": report, **dataclasses.asdict(plan)})


def as_dict(row: Any) -> dict[str, Any] | None:
    """A dataclass as JSON."""
    return None if row is None else dataclasses.asdict(row)


def as_dicts(rows: Any) -> list[dict[str, Any]] | None:
    """Dataclasses as JSON."""
    return None if rows is None else [dataclasses.asdict(row) for row in rows]
