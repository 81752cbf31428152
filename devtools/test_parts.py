"""What ./dev test consists of: parts, and the checks of each part."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from devtools import given_schema, line_coverage
from devtools.paths import PYTHON, ROOT, TEST_LOGS, VAR, WEB, tool

COMPATIBILITY = {"": "compatibility", "mariadb": "compatibility-mariadb", "mysql": "compatibility-mysql"}

PART_NAMES = ("e2e", "types", "lint", "web", "package", *COMPATIBILITY.values(), "sqlite", "mariadb", "mysql")

# Of lines; branches are not counted.
COVERAGE_FLOOR = 92

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
    """Checks that run one after the other and are counted for `cores` cores, with a private server of `engine` if one is named."""

    name: str
    checks: Callable[["Options"], list[Check]]
    cores: int = 1
    engine: str = ""
    seconds: int = 2700
    # Whether it leaves the machine to parts that don't step back.
    steps_back: bool = True


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
        **shared_by_parts(),
        # Workers must collect the same tests, also those made from a set.
        "PYTHONHASHSEED": "0",
    }
    return Check("pytest", command, env={**environment, **(env or {})}, report=report)


def shared_by_parts() -> dict[str, str]:
    """What one part of the run makes for the others: the migrated schema, and compiled Python outside the tree."""
    return {
        given_schema.SETTING: str(VAR / "test-data" / "given"),
        "PYTHONPYCACHEPREFIX": str(VAR / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }


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
        reports: list[Check] = []
        if not engine:
            env["EDUSYNC_DATABASE_URL"] = ""  # SQLite, whatever the caller's own setting is
        if options.is_coverage_wanted and not engine:
            env[line_coverage.FOLDER] = str(VAR / "test-data" / "lines")
            targets += ["-p", "devtools.line_coverage_plugin"]
            floor = 0 if options.pytest_arguments else COVERAGE_FLOOR
            command = [str(PYTHON), "-m", "devtools.line_coverage", f"--floor={floor}"]
            reports = [Check("coverage", command, env=env)]
        return [pytest_check(name, targets, options, workers=workers, env=env), *reports]

    return Part(name, checks, cores=half_of(workers), engine=engine)


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

    return Part("e2e", checks, cores=half_of(workers), steps_back=False)


def half_of(workers: int) -> int:
    """Cores that a part with so many workers is counted for: workers wait for servers and browsers about half of the time."""
    return max(1, workers // 2)


def package_checks(options: Options) -> list[Check]:
    return [pytest_check("package", ["tests/package"], options)]


def compatibility_part(engine: str) -> Part:
    """The release before on the schema of now, on one database engine."""
    name = COMPATIBILITY[engine]

    def checks(_options: Options) -> list[Check]:
        report = TEST_LOGS / f"{name}.xml"
        command = [str(PYTHON), "-m", "devtools.compatibility", f"--report={report}"]
        env = {"TMPDIR": str(private_temporary(name)), "PYTHONHASHSEED": "0", **shared_by_parts()}
        if not engine:
            env["EDUSYNC_DATABASE_URL"] = ""  # SQLite, whatever the caller's own setting is
        return [Check("the release before", command, env=env, report=report)]

    return Part(name, checks, engine=engine)


def all_parts(workers: int) -> list[Part]:
    """In the order in which they start, as many side by side as there are cores.

    The browsers begin and go first: what runs beside them gets the time that they leave, so that what a person waits for
    does not depend on what else is being tested. Nothing later waits long for a schema: the parts that try the release before
    migrate one for each engine.
    """
    return [
        e2e_part(workers=workers),
        Part("types", types_checks),
        Part("lint", lint_checks),
        Part("web", web_checks),
        Part("package", package_checks),
        *(compatibility_part(engine) for engine in COMPATIBILITY),
        backend_part("sqlite", workers=workers),
        backend_part("mariadb", workers=workers, engine="mariadb"),
        backend_part("mysql", workers=workers, engine="mysql"),
    ]
