"""One engine with an institution of 50,000 people: who am I, sign-in, the list, an import, permissions, audit."""

import argparse
import dataclasses
import io
import json
import os
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from bench.facts import Facts
from bench.names import PASSWORD
from bench.scenarios import Ask, Budget, Scenario

LIST = "/api/v1/people?limit=30"
PEER = "Kolibri 25 ms (5,000 people)"
IMPORTED = 5_000
CHUNK = 500
CHECKS = 20_000
WRITES = 300


def _as_admin(path: Callable[[], str]) -> Callable[[Facts], Iterator[Ask]]:
    return lambda _facts: cycle([Ask(path(), 0)])


_last_page: list[str] = []


def _learners(_facts: Facts) -> Iterator[Ask]:
    return cycle([Ask("/api/v1/me", user) for user in range(2, 40)])


def _sign_ins(facts: Facts) -> Iterator[Ask]:
    for email in cycle(facts.emails[2:]):
        body: dict[str, object] = {"email": email, "password": facts.password}
        yield Ask("/_allauth/browser/v1/auth/login", None, "POST", body)


ALL = (
    Scenario("W2", "who am I, signed in", "Frappe 4.3 ms, 5 queries", Budget(1.2, 2), _learners),
    Scenario(
        "W3",
        "sign-in with a real hash (without the hash itself)",
        "Kolibri 80 ms; Frappe 50 ms (with the hash)",
        Budget(8),
        _sign_ins,
        is_write=True,
    ),
    Scenario("W10", "people, first page of 30", PEER, Budget(3, 4), _as_admin(lambda: LIST)),
    Scenario(
        "W10l", "people, last page", PEER, Budget(3, 4), _as_admin(lambda: f"{LIST}&cursor={_last_page[0]}")
    ),
    Scenario(
        "W10n", "people by name, first page", PEER, Budget(3, 4), _as_admin(lambda: f"{LIST}&order=name")
    ),
    Scenario(
        "W10s",
        "people whose name begins so",
        PEER,
        Budget(3, 4),
        _as_admin(lambda: f"{LIST}&search=okafor+31"),
    ),
)


def main(arguments: argparse.Namespace) -> int:
    """`python -m bench people-measure`: the settings of the database come from the environment."""
    from bench import measure

    measure.set_up_django()
    from bench.data.institution import FEW, MANY, found_institution
    from devtools.shell import say

    measure.prepare_database()
    size = FEW if arguments.scale == "tiny" else MANY
    result: dict[str, Any] = {
        "engine": arguments.engine,
        "rows": {},
        "load_before": round(os.getloadavg()[0], 1),
        "people": size.learners + size.instructors + size.admins,
    }
    result["generate_seconds"] = round(found_institution(size, say=say), 1)
    measure.refresh_statistics()
    facts = known_people()
    remember_last_page(facts)
    plan = measure.Plan(facts, {one.code: one.asks(facts) for one in ALL})
    for scenario in ALL:
        result["rows"][scenario.code] = measure.inside_row(scenario, plan, requests=arguments.requests)
        say(f"{arguments.engine} {scenario.code} inside: {result['rows'][scenario.code]}")
    result["import"] = measure_import(IMPORTED if arguments.scale == "full" else 60)
    say(f"{arguments.engine} import: {result['import']}")
    result["permission"] = measure_permission()
    result["audit"] = measure_audit()
    say(f"{arguments.engine} {result['permission']} {result['audit']}")
    if not arguments.inside:
        measure_served(arguments, plan, result)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(result, indent=1))
    return 0


def known_people() -> Facts:
    """Two admins, then learners, each with a session."""
    from bench.facts import open_sessions
    from edusync.identity.models import User

    admins = User.objects.filter(username__startswith="admin-").order_by("id").values_list("id", "email")
    learners = User.objects.filter(username__startswith="learner-").order_by("id").values_list("id", "email")
    people = [*admins, *learners[:38]]
    facts = Facts([pk for pk, _ in people], [email for _, email in people], [], [], [], password=PASSWORD)
    open_sessions(facts)
    return facts


def remember_last_page(facts: Facts) -> None:
    """Let the scenario of the last page know where it is."""
    _last_page[:] = [last_cursor(facts)]


def last_cursor(facts: Facts) -> str:
    """Cursor of the last page, found by walking there."""
    from django.test import Client

    from bench.inside import body_of, send

    client, cursor, last = Client(), "", ""
    while True:
        path = f"/api/v1/people?limit=30{f'&cursor={cursor}' if cursor else ''}"
        page = json.loads(body_of(send(client, Ask(path, 0), facts, expected=200)))
        if not page["next"]:
            return last
        last = cursor = page["next"]


def measure_import(count: int) -> dict[str, Any]:
    """W12: upload, dry run and run of so many new people without passwords, beside everybody who is there."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from edusync.identity.queries import default_organization_id
    from edusync.kernel.tenancy import organization_context

    with organization_context(default_organization_id()):
        # Statements are counted in an import of one chunk of its own: noting them takes time.
        first = ImportRun("few", min(count, CHUNK))
        with CaptureQueriesContext(connection) as captured:
            first.run()
        cpu = time.process_time()
        second = ImportRun("many", count)
        second.run()
    return {
        "people": count,
        "created": second.job.created_count,
        "upload_seconds": second.upload_seconds,
        "check_seconds": second.check_seconds,
        "run_seconds": second.run_seconds,
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "chunk_queries": len(captured),
    }


class ImportRun:
    """One import from upload to end, with the seconds that each step took."""

    def __init__(self, kind: str, count: int) -> None:
        self.text = "\n".join(
            [
                "email,first name,last name,role,student number,department,cohort1",
                *(
                    f"{kind}-{number}@import.example.com,Newt{number},Okafor,learner,{kind}-{number},"
                    f"Faculty {number % 4 + 1},Group {number % 4 + 1}"
                    for number in range(count)
                ),
            ]
        )
        self.actor = _admin_actor()
        self.upload_seconds = self.check_seconds = self.run_seconds = 0.0
        self.job: Any = None

    def run(self) -> None:
        """Upload, check, run."""
        self.upload_seconds = _seconds(self._upload)
        self.check_seconds = _seconds(self._check)
        self.run_seconds = _seconds(self._start)

    def _upload(self) -> None:
        from edusync.integrations.services import people

        content = io.BytesIO(self.text.encode())
        self.job = people.request_people_import(content=content, name="people.csv", actor=self.actor)

    def _check(self) -> None:
        from edusync.integrations.services import people

        people.check_people_import(job=self.job, actor=self.actor, changes={})
        self.job = people.run_people_import(self.job.pk)

    def _start(self) -> None:
        from edusync.integrations.services import people

        people.start_people_import(job=self.job, actor=self.actor)
        self.job = people.run_people_import(self.job.pk)


def _admin_actor() -> Any:
    from edusync.identity.models import User
    from edusync.identity.standing import standing_of
    from edusync.kernel.policy import Actor
    from edusync.kernel.tenancy import current_organization_id

    admin = User.objects.get(username="admin-1")
    permissions = standing_of(admin).permissions
    return Actor(user_id=admin.pk, organization_id=current_organization_id(), permissions=permissions)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return round(time.perf_counter() - began, 2)


def measure_permission() -> dict[str, Any]:
    """What it costs to ask whether an actor may do something with a person, once the person is loaded."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from edusync.identity.models import OrganizationMembership
    from edusync.identity.policy import PersonPolicy
    from edusync.kernel.policy import Permission, check
    from edusync.kernel.tenancy import organization_context

    target = OrganizationMembership.unscoped.filter(user__username="learner-1").get()
    with organization_context(target.organization_id):
        actor = _admin_actor()
    policy = PersonPolicy()
    check(policy, actor, Permission.PERSON_READ, target)
    with CaptureQueriesContext(connection) as captured:
        began = time.process_time()
        for _ in range(CHECKS):
            check(policy, actor, Permission.PERSON_READ, target)
        spent = time.process_time() - began
    return {"microseconds": round(spent / CHECKS * 1e6, 2), "queries": len(captured)}


def measure_audit() -> dict[str, Any]:
    """A small write in a transaction of its own, without and with its note in the audit log."""
    without, plain = _write(is_noted=False)
    noted, more = _write(is_noted=True)
    return {
        "without_microseconds": round(without),
        "with_microseconds": round(noted),
        "queries": more - plain,
    }


def _write(*, is_noted: bool) -> tuple[float, int]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from bench.inside import FRAMES
    from edusync.identity.models import User
    from edusync.identity.queries import default_organization_id
    from edusync.kernel import audit, clock
    from edusync.kernel.tenancy import organization_context

    user = User.objects.get(username="learner-1")

    def write() -> None:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(updated_at=clock.now())
            if is_noted:
                audit.record(
                    "identity.profile.changed", actor=user.pk, target=("user", user.pk), facts={"a": 1}
                )

    with organization_context(default_organization_id()):
        write()
        with CaptureQueriesContext(connection) as captured:
            write()
        began = time.process_time()
        for _ in range(WRITES):
            write()
        spent = time.process_time() - began
    counted = [one for one in captured.captured_queries if not one["sql"].upper().startswith(FRAMES)]
    return spent / WRITES * 1e6, len(counted)


def measure_served(arguments: argparse.Namespace, plan: Any, result: dict[str, Any]) -> None:
    """CPU of server and database per request, and rates."""
    from django.db import connections

    from bench import measure
    from bench.server import running_server
    from devtools.shell import say

    connections.close_all()
    measure.prepare_static_files()
    with running_server(log=arguments.out.with_suffix(".log")) as server:
        for scenario in ALL:
            row = result["rows"][scenario.code]
            row.update(measure.outside_row(dataclasses.replace(scenario), plan, server, arguments))
            say(f"{arguments.engine} {scenario.code} served: {row}")
