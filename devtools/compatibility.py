"""The release before on the schema of now: its own tests of what people do all day, on a database migrated by this code.

While one release takes over from the other both serve, and whoever goes back must find a database that still works. Which
commit was released last stands in docs/reference/previous-release.txt; docs/how-to/change-the-schema.md says how it moves on.
"""

import argparse
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from devtools import given_schema
from devtools.paths import PYTHON, ROOT
from devtools.shell import Failure, say

PREVIOUS_RELEASE = ROOT / "docs" / "reference" / "previous-release.txt"

# What of the older release is taken: its code, and what pytest and Django read beside it.
PATHS = ("edusync", "devtools", "conftest.py", "pyproject.toml", "manage.py")

# Sign in, catalog, enrolling, lessons, beats, quizzes, certificates: what must go on while releases change.
TESTS = (
    "edusync/identity/tests/test_sign_in.py",
    "edusync/courses/tests/test_rest_reading.py",
    "edusync/enrollment/tests/test_services.py",
    "edusync/progress/tests/test_recording.py",
    "edusync/progress/tests/test_time_rest.py",
    "edusync/assessment/tests/test_attempts.py",
    "edusync/credentials/tests/test_services.py",
    "edusync/communication/tests/test_enrollment_mails.py",
)

# A database for tests is told by this in its name.
DATABASE = "test_compatibility"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="devtools.compatibility", description=__doc__)
    parser.add_argument("--report", help="JUnit file to write")
    wanted = parser.parse_args(arguments)
    try:
        return try_release_before(TESTS, report=wanted.report)
    except Failure as failure:
        say(str(failure))
        return 1


def try_release_before(tests: Sequence[str], *, words: Sequence[str] = (), report: str | None = None) -> int:
    """Exit code of the older release's pytest; `words` are more of its arguments. Raises Failure."""
    commit = previous_release()
    with tempfile.TemporaryDirectory(prefix="edusync-before-") as folder:
        code = Path(folder) / "release"
        export(commit, code, tests)
        url = new_database(Path(folder))
        say(f"tests of {commit[:10]} on the schema of now")
        return run_older_tests(code, url, [*tests, *words], report)


def previous_release() -> str:
    """The commit that was released last, which this clone must have. Raises Failure."""
    lines = [line.partition("#")[0].strip() for line in PREVIOUS_RELEASE.read_text().splitlines()]
    commit = next((line for line in lines if line), "")
    found = git("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
    if not commit or found.returncode:
        raise Failure(
            f"The previous release, commit {commit or '(none)'} in docs/reference/{PREVIOUS_RELEASE.name}, "
            "is not in this clone's history. A shallow clone lacks it: git fetch --unshallow. "
            "Without it nobody knows whether that release can run on this schema, so this is a failure."
        )
    return found.stdout.decode().strip()


def git(*words: str) -> "subprocess.CompletedProcess[bytes]":
    """Ask git about this checkout."""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False, timeout=120)


def export(commit: str, folder: Path, tests: Sequence[str]) -> None:
    """The code of the commit, which must have these tests, and the plugin beside it. Raises Failure."""
    archive = git("archive", "--format=tar", commit, "--", *PATHS)
    if archive.returncode:
        raise Failure(f"git archive: {archive.stderr.decode(errors='replace')}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
        packed.extractall(folder, filter="data")
    missing = [test for test in tests if not (folder / test).is_file()]
    if missing:
        raise Failure(f"The previous release has no {', '.join(missing)}: choose others in {__name__}.TESTS")
    plugin = ROOT / "devtools" / "compatibility_plugin.py"
    (folder / plugin.name).write_text(plugin.read_text())
    # A fixture of the outermost conftest stands in front of every plugin's of that name; a plugin's own does not.
    with (folder / "conftest.py").open("a") as conftest:
        conftest.write("\nfrom compatibility_plugin import prepared_database  # noqa\n")


def new_database(folder: Path) -> str:
    """Address of a database migrated by the code of now: a file, or one more database on the server of the settings."""
    url = os.environ.get("EDUSYNC_DATABASE_URL", "")
    if not url.startswith(("mysql://", "mariadb://")):
        url = f"sqlite:///{folder / DATABASE}.sqlite3"
    else:
        url = make_database(url)
    result = subprocess.run(
        [str(PYTHON), "manage.py", "migrate", "-v", "0"],
        cwd=ROOT,
        env=environment(url, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=1200,
    )
    if result.returncode:
        raise Failure(f"manage.py migrate failed\n{result.stdout.decode(errors='replace')}")
    keep_for_others(url, folder)
    return url


def keep_for_others(url: str, folder: Path) -> None:
    """The other parts of the run need not migrate again. Raises Failure."""
    place = given_schema.place_of("sqlite")
    if place is None:
        return
    if url.startswith("sqlite:///"):
        if not place.exists():
            given_schema.copy_sqlite(Path(url.removeprefix("sqlite:///")), place)
        return
    program = "from devtools.given_tables import keep_default; keep_default()"
    result = subprocess.run(
        [str(PYTHON), "manage.py", "shell", "--no-imports", "-c", program],
        cwd=ROOT,
        env=environment(url, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=600,
    )
    if result.returncode:
        raise Failure(f"the schema could not be kept\n{result.stdout.decode(errors='replace')}")


def make_database(url: str) -> str:
    """Create the database beside the one of the address, in place of what an earlier run left; its address."""
    address, _, rest = url.partition("?")
    server, _, name = address.rpartition("/")
    statements = (
        f"DROP DATABASE IF EXISTS {DATABASE}",
        f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci",
    )
    lines = [
        "from django.db import connection",
        *(f"connection.cursor().execute({text!r})" for text in statements),
    ]
    program = "\n".join(lines)
    result = subprocess.run(
        [str(PYTHON), "manage.py", "shell", "-c", program],
        cwd=ROOT,
        env={**os.environ, "EDUSYNC_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=600,
    )
    if result.returncode:
        raise Failure(f"no database {DATABASE} beside {name}\n{result.stdout.decode(errors='replace')}")
    return f"{server}/{DATABASE}" + (f"?{rest}" if rest else "")


def environment(url: str, folder: Path) -> dict[str, str]:
    """For the programs of either release: this database and a data folder that goes away."""
    return {**os.environ, "EDUSYNC_DATABASE_URL": url, "EDUSYNC_DATA_DIR": str(folder / "data")}


def run_older_tests(code: Path, url: str, words: Sequence[str], report: str | None) -> int:
    """Tests of the older release; what they find missing in the tables makes them fail."""
    command = [
        str(PYTHON),
        "-m",
        "pytest",
        *words,
        "-q",
        "-n0",
        "--tb=short",
        "-p",
        "compatibility_plugin",
        "-p",
        "no:cacheprovider",
        *([f"--junitxml={Path(report).resolve()}"] if report else []),
    ]
    result = subprocess.run(
        command,
        cwd=code,
        # The older code first: the environment knows the present one too.
        env={**environment(url, code.parent), "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        timeout=1800,
    )
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
