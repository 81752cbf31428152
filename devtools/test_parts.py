"""What ./dev test consists of: parts, and the checks of each part."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from devtools.paths import PYTHON, ROOT, TEST_LOGS, VAR, WEB, tool

COMPATIBILITY = {"": "compatibility", "mariadb": "compatibility-mariadb", "mysql": "compatibility-mysql"}

PART_NAMES = ("types", "lint", "web", "package", *COMPATIBILITY.values(), "e2e", "sqlite", "mariadb", "mysql")

COVERAGE_FLOOR = 90

# Tests that ask something of the source tree, the browser or the wheel, not of a database engine.
NOT_FOR_ENGINES = ("boundaries", "docs", "devtools", "e2e", "package", "load")


@dataclass(frozen=True)
class Check:
    """One program to run. With `report` its tests are counted from that JUnit file, else it counts as one."""

    name: str
    command: list[str]
    cwd: Path = ROOT
    env: dict[str, str] = field(default_factory=dict)
    report: Path | None = None


@dataclass(frozen=True)
class Part:
    """Checks that run one after the other on `cores` cores, with a private server of `engine` if one is named."""

    name: str
    checks: Callable[["Options"], list[Check]]
    cores: int = 1
    engine: str = ""
    seconds: int = 1500


@dataclass(frozen=True)
class Options:
    """What the caller asked for."""

    pytest_arguments: list[str]
    is_coverage_wanted: bool = False


def pytest_check(
    part: str, targets: list[str], options: Options, *, workers: int = 0, env: dict[str, str] | None = None
) -> Check:
    """A pytest run with its own caches and data folder, so that parts don't disturb each other."""
    report = TEST_LOGS / f"{part}.xml"
    command = [
        str(PYTHON),
        "-m",
        "pytest",
        "-q",
        "--tb=short",
        "--show-capture=all",
        "-ra",
        "--durations=8",
        "--durations-min=1",
        "-o",
        f"cache_dir={VAR / 'pytest-cache' / part}",
        f"--junitxml={report}",
        f"-n{workers}",
        *targets,
        *options.pytest_arguments,
    ]
    environment = {
        "EDUSYNC_DATA_DIR": str(VAR / "test-data" / part),
        # Two runs of pytest at the same time would tidy up each other's temporary folders.
        "TMPDIR": str(private_temporary(part)),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Workers must collect the same tests, also those made from a set.
        "PYTHONHASHSEED": "0",
    }
    return Check("pytest", command, env={**environment, **(env or {})}, report=report)


def private_temporary(part: str) -> Path:
    """The part's own temporary folder. Short, because sockets are made in it; gone when the run ends."""
    folder = run_temporary() / part
    folder.mkdir(exist_ok=True)
    return folder


@cache
def run_temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="edusync-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def backend_targets(options: Options) -> list[str]:
    """Everything that talks to the database, unless paths were named."""
    named = [word for word in options.pytest_arguments if not word.startswith("-") and _is_path(word)]
    if named:
        return []
    ignored = [f"--ignore=tests/{folder}" for folder in NOT_FOR_ENGINES]
    return ["edusync", *(["tests"] if (ROOT / "tests").is_dir() else []), *ignored]


def _is_path(word: str) -> bool:
    return (ROOT / word.split("::", maxsplit=1)[0]).exists()


def backend_part(name: str, *, workers: int, engine: str = "") -> Part:
    """Back-end tests on one database engine."""

    def checks(options: Options) -> list[Check]:
        targets = [*backend_targets(options), "--create-db"]
        env = {}
        if not engine:
            env["EDUSYNC_DATABASE_URL"] = ""  # SQLite, whatever the caller's own setting is
        if options.is_coverage_wanted and not engine:
            floor = [] if options.pytest_arguments else [f"--cov-fail-under={COVERAGE_FLOOR}"]
            targets += [
                "--cov",
                "--cov-report=term:skip-covered",
                f"--cov-report=html:{VAR / 'coverage'}",
                *floor,
            ]
            env["COVERAGE_FILE"] = str(VAR / "coverage.data")
        return [pytest_check(name, targets, options, workers=workers, env=env)]

    return Part(name, checks, cores=workers, engine=engine)


def lint_checks(options: Options) -> list[Check]:
    return [
        *lint_programs(),
        pytest_check("lint", ["tests/boundaries", "tests/docs", "tests/devtools"], options),
    ]


def lint_programs() -> list[Check]:
    """Lint without tests: what ./dev lint runs."""
    return [
        Check("ruff check", [tool("ruff"), "check", "."]),
        Check("ruff format", [tool("ruff"), "format", "--check", "."]),
        Check("import contracts", [tool("lint-imports"), "--no-logo"]),
        Check("eslint", ["npm", "run", "--silent", "lint"], cwd=WEB),
    ]


def types_checks(_options: Options) -> list[Check]:
    return [
        Check("mypy", [tool("mypy")]),
        Check("vue-tsc", ["npm", "run", "--silent", "typecheck"], cwd=WEB),
        Check("api types", [str(PYTHON), str(ROOT / "dev"), "types", "--check"]),
    ]


def web_checks(_options: Options) -> list[Check]:
    report = TEST_LOGS / "web.xml"
    reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
    return [
        Check("vitest", ["npm", "run", "--silent", "test", "--", *reporters], cwd=WEB, report=report),
        Check("budget", ["npm", "run", "--silent", "budget"], cwd=WEB),
    ]


def e2e_part(*, workers: int) -> Part:
    """Browser journeys: a browser with a site of its own in each worker, a file's journeys in one."""

    def checks(options: Options) -> list[Check]:
        return [pytest_check("e2e", ["tests/e2e", "--dist=loadfile"], options, workers=workers)]

    return Part("e2e", checks, cores=workers)


def package_checks(options: Options) -> list[Check]:
    return [pytest_check("package", ["tests/package"], options)]


def compatibility_part(engine: str) -> Part:
    """The release before on the schema of now, on one database engine."""
    name = COMPATIBILITY[engine]

    def checks(_options: Options) -> list[Check]:
        report = TEST_LOGS / f"{name}.xml"
        command = [str(PYTHON), "-m", "devtools.compatibility", f"--report={report}"]
        env = {"TMPDIR": str(private_temporary(name)), "PYTHONHASHSEED": "0"}
        if not engine:
            env["EDUSYNC_DATABASE_URL"] = ""  # SQLite, whatever the caller's own setting is
        return [Check("the release before", command, env=env, report=report)]

    return Part(name, checks, engine=engine, seconds=900)


def all_parts(workers: int) -> list[Part]:
    """In the order in which they start. Those on one core run side by side, the others one by one on all.

    The browsers get the machine to themselves: what a person waits for must not depend on what else is being tested.
    """
    return [
        Part("types", types_checks),
        Part("lint", lint_checks),
        Part("web", web_checks),
        Part("package", package_checks),
        *(compatibility_part(engine) for engine in COMPATIBILITY),
        e2e_part(workers=workers),
        backend_part("sqlite", workers=workers),
        backend_part("mariadb", workers=workers, engine="mariadb"),
        backend_part("mysql", workers=workers, engine="mysql"),
    ]
