"""The page docs/reference/performance.md, made of the figures of the last run of each engine."""

import json
from pathlib import Path
from typing import Any

from bench import people
from bench.scenarios import ALL, Scenario
from devtools.paths import ROOT
from devtools.shell import say

PAGE = ROOT / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
PEOPLE_BEGIN, PEOPLE_END = "<!-- people: begin -->", "<!-- people: end -->"
NAMES = {"sqlite": "SQLite", "mariadb": "MariaDB 10.11", "mysql": "MySQL 9.7"}
# Load average from which on other work disturbs the figures.
BUSY = 1.0
HEAD = (
    "| id | workload | best peer | at most | engine | queries | CPU ms inside | CPU ms served | kB plain / gzip"
    " | rps at 1 / 8 / 32 | within |\n|---|---|---|---|---|---:|---:|---:|---:|---:|---|"
)


def renew(results: Path) -> int:
    """Replace what stands between the markers. The rest of the page is written by hand."""
    runs, many = runs_of(results, ""), runs_of(results, "people-")
    if not runs and not many:
        say("no figures yet: ./dev bench run, ./dev bench people")
        return 1
    text = PAGE.read_text()
    if runs:
        text = replaced(text, BEGIN, END, figures(runs))
    if many:
        text = replaced(text, PEOPLE_BEGIN, PEOPLE_END, people_figures(many))
    PAGE.write_text(text)
    say(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


def runs_of(results: Path, prefix: str) -> list[dict[str, Any]]:
    """The figures of the last run of each engine."""
    files = [results / f"{prefix}{name}.json" for name in NAMES]
    return [json.loads(file.read_text()) for file in files if file.exists()]


def replaced(text: str, begin: str, end: str, content: str) -> str:
    """The text with other content between two markers."""
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{content}\n{end}{after}"


def people_figures(runs: list[dict[str, Any]]) -> str:
    """The tables of an institution of many people."""
    lines = [*load_lines(runs), HEAD]
    lines += [
        row_line(scenario, run["engine"], run["rows"][scenario.code])
        for scenario in people.ALL
        for run in runs
        if scenario.code in run["rows"]
    ]
    lines += ["", "| id | what | best peer | at most | engine | measured |", "|---|---|---|---|---|---|"]
    for run in runs:
        lines += people_lines(run)
    return "\n".join(lines)


def people_lines(run: dict[str, Any]) -> list[str]:
    """Import, permission, audit and the data set of one engine."""
    name, brought, audit = NAMES[run["engine"]], run["import"], run["audit"]
    return [
        f"| W12 | import of {brought['people']:,} people from CSV, without passwords | Moodle 1,000 in 36 s | 10 s"
        f" | {name} | upload {brought['upload_seconds']} s, dry run {brought['check_seconds']} s, run"
        f" {brought['run_seconds']} s; CPU here {brought['cpu_seconds']} s; {brought['chunk_queries']} queries for a chunk of"
        " 500 from upload to end |",
        f"| – | a permission check, warm | – | 0 queries | {name} | {run['permission']['microseconds']} µs,"
        f" {run['permission']['queries']} queries |",
        f"| – | a small write without and with its note in the audit log | – | – | {name}"
        f" | {audit['without_microseconds']} µs and {audit['with_microseconds']} µs of CPU here,"
        f" {audit['queries']} queries more |",
        f"| – | writing {run['people']:,} people | – | – | {name} | {run['generate_seconds']:.0f} s |",
    ]


def figures(runs: list[dict[str, Any]]) -> str:
    """The tables in Markdown."""
    lines = [*load_lines(runs), HEAD]
    lines += [
        row_line(scenario, run["engine"], run["rows"][scenario.code])
        for scenario in ALL
        for run in runs
        if scenario.code in run["rows"]
    ]
    lines += ["", *footprint_lines(runs)]
    return "\n".join(lines)


def load_lines(runs: list[dict[str, Any]]) -> list[str]:
    """Says so when something else was running: rates are then too low, and CPU figures somewhat too high."""
    busy = [
        f"{NAMES[run['engine']]} {run['load_before']:g}" for run in runs if run.get("load_before", 0) > BUSY
    ]
    if not busy:
        return []
    text = ", ".join(busy)
    return [
        f"**Measured on a busy machine** (load before the run on two cores: {text}): rates are far too low, CPU figures"
        " somewhat too high. Run it again on a quiet one.",
        "",
    ]


def row_line(scenario: Scenario, engine: str, row: dict[str, Any]) -> str:
    rates = " / ".join(shown(row.get(f"rps_{number}")) for number in (1, 8, 32))
    served = row.get("served_cpu_ms")
    cells = [
        scenario.code,
        scenario.title,
        scenario.peer,
        limits(scenario),
        NAMES[engine],
        str(row["queries"]),
        f"{row['cpu_ms']:.2f}",
        "–" if served is None else f"{served:.2f}",
        f"{row['plain_bytes'] / 1000:.1f} / {row['compressed_bytes'] / 1000:.1f}",
        rates,
        verdict(scenario, row),
    ]
    return "| " + " | ".join(cells) + " |"


def limits(scenario: Scenario) -> str:
    budget = scenario.budget
    parts = [f"{budget.milliseconds:g} ms"]
    if budget.queries is not None:
        parts.append(f"{budget.queries} queries")
    if budget.kilobytes is not None:
        parts.append(f"{budget.kilobytes:g} kB")
    return ", ".join(parts)


def verdict(scenario: Scenario, row: dict[str, Any]) -> str:
    """`yes`, or by how much each limit is missed."""
    budget = scenario.budget
    misses = []
    spent = row.get("served_cpu_ms", row["cpu_ms"])
    if spent > budget.milliseconds:
        misses.append(f"CPU {spent / budget.milliseconds:.1f}×")
    if budget.queries is not None and row["queries"] > budget.queries:
        misses.append(f"{row['queries'] - budget.queries} queries more")
    if budget.kilobytes is not None and row["plain_bytes"] / 1000 > budget.kilobytes:
        misses.append(f"bytes {row['plain_bytes'] / 1000 / budget.kilobytes:.1f}×")
    if row.get("failures"):
        misses.append(f"{row['failures']} failed requests")
    return ", ".join(misses) or "yes"


def shown(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:,.0f}"


def footprint_lines(runs: list[dict[str, Any]]) -> list[str]:
    """W13 and W14, and how long the data sets took."""
    lines = ["| id | what | best peer | at most | engine | measured |", "|---|---|---|---|---|---|"]
    for run in runs:
        name = NAMES[run["engine"]]
        if foot := run.get("footprint"):
            lines.append(
                "| W13 | cold start; idle memory; installed size | Kolibri 2.2 s, 257 MB; Frappe 630 MB in 11 processes, 1.9 GB"
                f" | 2 s; 150 MB; 450 MB | {name} | {foot['start_seconds']:.1f} s; {foot['idle_megabytes']:.0f} MB in"
                f" {foot['processes']} processes; {foot['installed_megabytes']:.0f} MB |"
            )
        lines += first_load_lines(run) if run is runs[0] else []
        lines.append(
            f"| – | writing the data sets, 1,000 learners | – | 2 min | {name} | {run['generate_seconds']:.0f} s |"
        )
    return lines


def first_load_lines(run: dict[str, Any]) -> list[str]:
    """W14: the same whatever the engine."""
    return [
        f"| W14 | first load of `{one['page']}` | Kolibri 881 kB; Moodle 1.2 MB; Frappe 1.55 MB"
        f" | 200 kB in 12 requests, JavaScript 150 kB | any | {one['bytes_total'] / 1000:.0f} kB in"
        f" {one['requests']} requests, JavaScript {one['bytes_script'] / 1000:.0f} kB |"
        for one in run.get("first_loads", [])
    ]
