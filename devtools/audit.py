"""./dev audit: known faults in the packages that are locked, Python's and JavaScript's."""

import argparse
import dataclasses
import datetime
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from devtools import environment
from devtools.paths import ROOT, WEB, tool
from devtools.shell import Failure, say

LOCKS = ("base", "server", "dev")
RECORD = ROOT / "SECURITY.md"
RECORD_LINE = re.compile(r"^Last clean run of `\./dev audit`: .*$", re.M)


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What one program found. `is_asked` is false where its database could not be reached."""

    name: str
    is_asked: bool
    faults: tuple[str, ...] = ()
    detail: str = ""


def main(arguments: argparse.Namespace) -> int:
    """Ask both databases; 0 only if both answered and know of nothing. Raises Failure without Node."""
    environment.prepare_python("dev")
    environment.node_step().run()
    verdicts = [*(python_verdict(lock) for lock in LOCKS), node_verdict()]
    for verdict in verdicts:
        say(f"• {verdict.name}: {told(verdict)}")
        for fault in verdict.faults:
            say(f"    {fault}")
    is_clean = all(verdict.is_asked and not verdict.faults for verdict in verdicts)
    if is_clean and arguments.record:
        record(datetime.datetime.now(datetime.UTC).date())
    return 0 if is_clean else 1


def told(verdict: Verdict) -> str:
    """The verdict in words."""
    if not verdict.is_asked:
        return f"its database could not be reached ({verdict.detail})"
    return f"{len(verdict.faults)} known faults" if verdict.faults else "nothing known"


def python_verdict(lock: str) -> Verdict:
    """What pip-audit says about a lock file, without installing anything."""
    name = f"pip-audit, {lock}"
    path = f"requirements/{lock}.lock"
    command = [
        tool("pip-audit"),
        "-r",
        path,
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    answer = ask(command, folder=ROOT)
    return read_python(name, answer)


def read_python(name: str, answer: str) -> Verdict:
    """Verdict from pip-audit's JSON; a package that its database does not know counts as not asked."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict(name, is_asked=False, detail="no answer that can be read")
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    faults = tuple(
        f"{package['name']} {package['version']}: {fault['id']} (mended in {', '.join(fault['fix_versions']) or 'nothing yet'})"
        for package in packages
        for fault in package.get("vulns", ())
    )
    if packages and len(unknown) == len(packages):
        return Verdict(name, is_asked=False, detail="it knows none of the packages")
    return Verdict(name, is_asked=True, faults=faults)


def node_verdict() -> Verdict:
    """What npm audit says about web/package-lock.json."""
    return read_node(ask(["npm", "audit", "--json"], folder=WEB))


def read_node(answer: str) -> Verdict:
    """Verdict from npm audit's JSON."""
    name = "npm audit"
    try:
        report = json.loads(answer)
    except ValueError:
        return Verdict(name, is_asked=False, detail="no answer that can be read")
    if "vulnerabilities" not in report:
        message = str(report.get("message") or report.get("error", {}).get("summary") or "an error")
        # The address of the registry is nobody's business.
        return Verdict(name, is_asked=False, detail=re.sub(r"https?://\S+", "the registry", message)[:120])
    faults = tuple(
        f"{package}: {facts.get('severity', 'unknown')} in {facts.get('range', '')}"
        for package, facts in sorted(report["vulnerabilities"].items())
    )
    return Verdict(name, is_asked=True, faults=faults)


def ask(command: Sequence[str | Path], *, folder: Path) -> str:
    """Standard output of the program, also when it found something. Raises Failure if it is missing."""
    try:
        result = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired) as error:
        raise Failure(f"{command[0]} did not run: {type(error).__name__}") from error
    return result.stdout


def record(day: datetime.date) -> None:
    """Note the clean run where readers look for it."""
    text = RECORD.read_text(encoding="utf-8")
    line = f"Last clean run of `./dev audit`: {day.isoformat()}."
    RECORD.write_text(RECORD_LINE.sub(line, text), encoding="utf-8")
