"""Counts of a test run, and the table at its end."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from devtools.shell import say

FAILURE_LINES = 700


@dataclass
class Result:
    """What became of one part.

    `failed_checks` holds the output of each check that failed, `missing` the reason why the part could not run at all.
    """

    part: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    failed_checks: dict[str, str] = field(default_factory=dict)
    missing: str = ""

    @property
    def word(self) -> str:
        if self.missing:
            return "MISSING"
        return "FAILED" if self.failed else "ok"


def count_report(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of a JUnit file; zeros when there is none."""
    try:
        root = ET.parse(report).getroot()
    except (OSError, ET.ParseError):
        return 0, 0, 0
    cases = list(root.iter("testcase"))
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    return len(cases) - failed - skipped, failed, skipped


def print_failure(result: Result) -> None:
    """Everything a reader without access to this machine needs to find the cause."""
    if result.missing:
        say(f"\n──────── {result.part} could not run ────────\n{result.missing}")
    for check, output in result.failed_checks.items():
        say(f"\n──────── {result.part}: {check} ────────")
        say("\n".join(worth_showing(output.splitlines())))


def worth_showing(lines: list[str]) -> list[str]:
    """From pytest's account of the failures on, if it is one; the middle left out when it is endless."""
    start = next((number for number, line in enumerate(lines) if _opens_failures(line)), 0)
    shown = lines[start:]
    half = FAILURE_LINES // 2
    if len(shown) > FAILURE_LINES:
        shown = [*shown[:half], f"… {len(shown) - FAILURE_LINES} lines left out …", *shown[-half:]]
    return shown


def _opens_failures(line: str) -> bool:
    return line.startswith("=") and (" FAILURES " in line or " ERRORS " in line)


def print_table(results: list[Result], wall_seconds: float) -> None:
    say(f"\n{'part':10}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}  result")
    for result in results:
        note = f" ({', '.join(result.failed_checks)})" if result.failed_checks else ""
        note = f" ({result.missing.splitlines()[0]})" if result.missing else note
        say(
            f"{result.part:10}{result.passed:8}{result.failed:8}{result.skipped:9}"
            f"{result.seconds:9.0f}  {result.word}{note}"
        )
    say(f"{'':10}{'':8}{'':8}{'':9}{wall_seconds:9.0f}  in all\n")


def print_closing_line(results: list[Result]) -> None:
    """The plain last line that tools read."""
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    skipped = sum(result.skipped for result in results)
    say(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
