"""One engine from an empty database to all figures, in one process; writes them as JSON."""

import argparse
import dataclasses
import json
import os
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

WARM_UP = 60
CPU_REQUESTS = 400
WRITE_REQUESTS = {1: 150, 8: 250, 32: 250}
CONNECTIONS = (1, 8, 32)
FOOTPRINT = {"W13", "W14"}


def main(arguments: argparse.Namespace) -> int:
    """`python -m bench measure`: the settings of the database come from the environment."""
    set_up_django()
    from bench import facts, scenarios
    from bench.data import FULL, TINY, generate
    from devtools.shell import say

    prepare_database()
    result = earlier_figures(arguments)
    result["generate_seconds"] = round(generate(TINY if arguments.scale == "tiny" else FULL, say=say), 1)
    say(f"data set written in {result['generate_seconds']} s")
    refresh_statistics()
    known = facts.load()
    facts.open_sessions(known)
    wanted = scenarios.chosen(arguments.only) if set(arguments.only) != FOOTPRINT else []
    plan = Plan(known, {one.code: one.asks(known) for one in wanted})
    for scenario in wanted:
        result["rows"][scenario.code] = inside_row(scenario, plan, requests=arguments.requests)
        say(f"{arguments.engine} {scenario.code} inside: {result['rows'][scenario.code]}")
    if not arguments.inside:
        measure_outside(arguments, wanted, plan, result, say)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(result, indent=1))
    return 0


def earlier_figures(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the last run found, when only some scenarios are measured again; else nothing."""
    if arguments.only and arguments.out.exists():
        earlier: dict[str, Any] = json.loads(arguments.out.read_text())
        return earlier
    return {"engine": arguments.engine, "rows": {}, "load_before": round(os.getloadavg()[0], 1)}


@dataclasses.dataclass
class Plan:
    """The data set, and what is left of each scenario's requests: a write can be made only once."""

    facts: Any
    asks: dict[str, Iterator[Any]]


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edusync.config.settings")
    os.environ["EDUSYNC_RATE_LIMITS"] = "false"
    import django

    django.setup()


def prepare_database() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def prepare_static_files() -> None:
    """Compress them ahead, as `./dev up` does."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def refresh_statistics() -> None:
    """Let the planner know the tables, as a database that lives longer would."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            return
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"ANALYZE TABLE {', '.join(f'`{table}`' for table in tables)}")
        cursor.fetchall()


def inside_row(scenario: Any, plan: Plan, *, requests: int) -> dict[str, Any]:
    from bench.inside import measure
    from bench.scenarios import SESSIONS

    # Everybody once, so that the process knows what it keeps; a password hash is not worth that.
    warm_up = 3 if scenario.code == "W3" else SESSIONS
    inside = measure(
        dataclasses.replace(scenario, asks=lambda _facts: plan.asks[scenario.code]),
        plan.facts,
        requests=requests,
        warm_up=warm_up,
    )
    row = dataclasses.asdict(inside)
    row.pop("statements")
    row["cpu_ms"] = round(inside.cpu_ms - hash_ms(scenario), 2)
    return row


def hash_ms(scenario: Any) -> float:
    """CPU of the password hash that W3 pays by intention; 0 for the others."""
    if scenario.code != "W3":
        return 0.0
    from django.contrib.auth.hashers import check_password, make_password

    stored = make_password("x")
    began = time.process_time()
    for _ in range(5):
        check_password("x", stored)
    return (time.process_time() - began) * 1000 / 5


def measure_outside(
    arguments: argparse.Namespace, wanted: Any, plan: Plan, result: dict[str, Any], say: Any
) -> None:
    from django.db import connections

    from bench.footprint import measure_first_loads, measure_footprint
    from bench.server import running_server

    connections.close_all()
    prepare_static_files()
    log = arguments.out.with_suffix(".log")
    with running_server(log=log) as server:
        for scenario in wanted:
            row = result["rows"][scenario.code]
            row.update(outside_row(scenario, plan, server, arguments))
            say(f"{arguments.engine} {scenario.code} served: {row}")
    if not arguments.only or FOOTPRINT & set(arguments.only):
        # The front end may have been built anew meanwhile.
        prepare_static_files()
        result["footprint"] = dataclasses.asdict(measure_footprint(log))
        result["first_loads"] = [dataclasses.asdict(one) for one in measure_first_loads(log, plan.facts)]
        say(f"{arguments.engine} {result['footprint']} {result['first_loads']}")


def outside_row(scenario: Any, plan: Plan, server: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    """CPU of server and database per request, and requests per second at each number of connections."""
    from bench import load
    from bench.server import cpu_seconds

    asks = plan.asks[scenario.code]
    is_slow = scenario.code == "W3"
    load.run_client(server.port, list(islice(asks, 8 if is_slow else WARM_UP)), plan.facts, connections=4)
    watched = [*server.family, *([arguments.database_pid] if arguments.database_pid else [])]
    before = cpu_seconds(watched)
    count = 40 if is_slow else CPU_REQUESTS if not scenario.is_write else 200
    single = load.run_client(server.port, list(islice(asks, count)), plan.facts, connections=1)
    served_ms = (cpu_seconds(watched) - before) * 1000 / max(single.requests, 1)
    row: dict[str, Any] = {
        "served_cpu_ms": round(served_ms - hash_ms(scenario), 2),
        "failures": single.failures,
    }
    for connections in CONNECTIONS:
        rates, failures = rate(scenario, asks, plan, server.port, connections, arguments.seconds)
        row[f"rps_{connections}"] = round(rates, 1)
        row["failures"] += failures
    return row


def rate(
    scenario: Any, asks: Any, plan: Plan, port: int, connections: int, seconds: int
) -> tuple[float, int]:
    """Requests per second: median of three runs of wrk for reads, one run of fixed length for writes."""
    from bench import load

    if scenario.is_write or not load.has_wrk():
        count = 30 if scenario.code == "W3" else WRITE_REQUESTS[connections]
        done = load.run_client(port, list(islice(asks, count)), plan.facts, connections=connections)
        return done.per_second, done.failures
    rotation = list(islice(asks, load.ROTATION))
    runs = [
        load.run_wrk(port, rotation, plan.facts, connections=connections, seconds=seconds) for _ in range(3)
    ]
    return statistics.median(run.per_second for run in runs), sum(run.failures for run in runs)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--engine", default="sqlite")
    parser.add_argument("--scale", choices=["full", "tiny"], default="full")
    parser.add_argument("--only", nargs="*", default=[], metavar="CODE", help="scenarios, such as W4 W5")
    parser.add_argument(
        "--inside", action="store_true", help="no server: queries, bytes, CPU by the test client"
    )
    parser.add_argument("--requests", type=int, default=100, help="requests for the CPU figure inside")
    parser.add_argument("--seconds", type=int, default=3, help="length of one run of wrk")
    parser.add_argument("--database-pid", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, required=True)
