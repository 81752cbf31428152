"""The command line: `./dev bench run`, `generate`, `report`, `profile`."""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from bench import backups, measure, outline, people, report, studio
from devtools.engines import running_engine
from devtools.paths import ROOT, VAR

RESULTS = VAR / "bench"
ENGINES = ("sqlite", "mariadb", "mysql")


def main() -> int:
    arguments = build_parser().parse_args()
    return int(arguments.command(arguments))


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="write the data sets, measure, renew docs/reference/performance.md")
    run.add_argument("--engines", nargs="+", choices=ENGINES, default=["sqlite", "mariadb"])
    run.add_argument("--no-report", action="store_true", help="leave the page as it is")
    run.add_argument("options", nargs=argparse.REMAINDER, help="after --: options of `measure`")
    run.set_defaults(command=run_all)

    generate = commands.add_parser("generate", help="write a data set into the configured database")
    generate.add_argument("--scale", choices=["full", "tiny"], default="full")
    generate.set_defaults(command=generate_here)

    one = commands.add_parser("measure", help="one engine, the one the environment names")
    measure.add_arguments(one)
    one.set_defaults(command=measure.main)

    many = commands.add_parser(
        "people", help="an institution of 50,000 people: the list, an import, permissions"
    )
    many.add_argument("--engines", nargs="+", choices=ENGINES, default=["sqlite", "mariadb"])
    many.add_argument("--no-report", action="store_true", help="leave the page as it is")
    many.add_argument("options", nargs=argparse.REMAINDER, help="after --: options of `people-measure`")
    many.set_defaults(command=run_people)

    those = commands.add_parser(
        "people-measure", help="one engine with 50,000 people, the one the environment names"
    )
    measure.add_arguments(those)
    those.set_defaults(command=people.main)

    saved = commands.add_parser(
        "backups", help="W16: backup and restore, versions, course as code (configured site)"
    )
    saved.set_defaults(command=backups.main)
    ordered = commands.add_parser(
        "outline", help="order of 300 lessons saved, outline read (configured site)"
    )
    ordered.set_defaults(command=outline.main)

    many_courses = commands.add_parser(
        "studio", help="catalog of 5,000 courses; a package in and out (configured site)"
    )
    many_courses.add_argument("--package", help="a course package to bring in and out")
    many_courses.set_defaults(command=studio.main)

    profile = commands.add_parser("profile", help="where the time of a scenario goes (SQLite, own data)")
    profile.add_argument("code")
    profile.add_argument("--requests", type=int, default=200)
    profile.add_argument("--rows", type=int, default=40)
    profile.set_defaults(command=profile_one)

    page = commands.add_parser("report", help="the page from the figures of the last runs")
    page.set_defaults(command=lambda _arguments: report.renew(RESULTS))
    return parser


def run_all(arguments: argparse.Namespace) -> int:
    return run_engines(arguments, command="measure", prefix="")


def run_people(arguments: argparse.Namespace) -> int:
    return run_engines(arguments, command="people-measure", prefix="people-")


def run_engines(arguments: argparse.Namespace, *, command: str, prefix: str) -> int:
    """The command for each engine in a process of its own, then the page."""
    options = [word for word in arguments.options if word != "--"]
    for engine in arguments.engines:
        with surroundings(engine) as (env, process_id):
            words = [
                *(sys.executable, "-m", "bench", command),
                *(f"--engine={engine}", f"--database-pid={process_id}"),
                f"--out={RESULTS / f'{prefix}{engine}.json'}",
            ]
            subprocess.run([*words, *options], cwd=ROOT, env=env, check=True)
    return 0 if arguments.no_report else report.renew(RESULTS)


@contextlib.contextmanager
def surroundings(engine: str) -> Iterator[tuple[dict[str, str], int]]:
    """An empty data folder and database: environment for the run, and the process id of the database server."""
    folder = RESULTS / "data" / engine
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    env = {
        **os.environ,
        "EDUSYNC_DATA_DIR": str(folder),
        "EDUSYNC_DATABASE_URL": "",
        "EDUSYNC_LOG_LEVEL": "ERROR",
    }
    if engine == "sqlite":
        yield env, 0
        return
    with running_engine(engine, is_durable=True) as server:
        env["EDUSYNC_DATABASE_URL"] = server.url()
        yield env, server.process.pid if server.process else 0


def generate_here(arguments: argparse.Namespace) -> int:
    measure.set_up_django()
    from bench.data import FULL, TINY, generate
    from devtools.shell import say

    measure.prepare_database()
    say(f"{generate(FULL if arguments.scale == 'full' else TINY, say=say):.1f} s")
    return 0


def profile_one(arguments: argparse.Namespace) -> int:
    with surroundings("sqlite") as (env, _):
        command = [
            sys.executable,
            "-m",
            "bench.profile",
            arguments.code,
            str(arguments.requests),
            str(arguments.rows),
        ]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
