"""The command line of ./dev: each command lives in a module of its own and is imported when called."""

import argparse
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeAlias

from devtools.shell import Failure, say

Command = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: list[str]) -> int:
    """Run one command; 0 when it went well."""
    # A run that is ended from outside still stops the servers it started.
    signal.signal(signal.SIGTERM, _exit_on_signal)
    parsed = build_parser().parse_args(arguments)
    try:
        return int(parsed.command(parsed))
    except Failure as failure:
        say(f"\n{failure}")
        return 1
    except BrokenPipeError:  # the reader has seen enough: ./dev env | head
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        say("\nstopped")
        return 130


def _exit_on_signal(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./dev", description="Everything to run, test and change EduSync.", allow_abbrev=False
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_running(commands)
    _add_testing(commands)
    _add_changing(commands)
    _add_database(commands)
    return parser


def _add_running(commands: Commands) -> None:
    up = commands.add_parser("up", help="install, build, migrate, fill with a demo school, serve")
    up.add_argument("--empty", action="store_true", help="no demo school")
    up.add_argument("--host", default="127.0.0.1")
    up.add_argument("--port", type=int, default=8000)
    up.add_argument("--no-serve", action="store_true", help="prepare everything, start nothing")
    up.set_defaults(command=_later("up"))

    package = commands.add_parser("package", help="build the wheel with the front end inside, into dist/")
    package.set_defaults(command=_later("package"))

    env = commands.add_parser("env", help="every setting: name, type, value, what it does")
    env.set_defaults(command=_later("env"))

    manage = commands.add_parser("manage", help="any management command", add_help=False)
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    manage.set_defaults(command=_later("manage"))


def _add_testing(commands: Commands) -> None:
    from devtools.test_parts import PART_NAMES

    test = commands.add_parser(
        "test",
        help="lint, types, back end on three engines, front end, browser, package",
        epilog="What follows -- goes to pytest: ./dev test --only sqlite -- edusync/courses -k waitlist",
    )
    test.add_argument("--only", nargs="+", choices=PART_NAMES, metavar="PART", help=", ".join(PART_NAMES))
    test.add_argument(
        "--coverage", action="store_true", help="measure coverage in the SQLite part (always when CI=true)"
    )
    test.add_argument("pytest", nargs="*", help=argparse.SUPPRESS)
    test.set_defaults(command=_later("test"))

    lint = commands.add_parser("lint", help="ruff, import contracts, eslint")
    lint.set_defaults(command=_later("lint"))

    audit = commands.add_parser(
        "audit", help="known faults in the locked packages, Python's and JavaScript's"
    )
    audit.add_argument("--record", action="store_true", help="note the day of a clean run in SECURITY.md")
    audit.set_defaults(command=_later("audit"))

    look = commands.add_parser("look", help="screenshots of every screen, into var/look")
    look.add_argument("names", nargs="*", help="only screens whose name contains one of these")
    look.add_argument("--url", help="of a site that already runs; else one is started")
    look.add_argument("--tour", action="store_true", help="write docs/tour.md with its pictures instead")
    look.set_defaults(command=_later("look"))

    bench = commands.add_parser("bench", help="benchmarks (see bench/README.md)", add_help=False)
    bench.add_argument("arguments", nargs=argparse.REMAINDER)
    bench.set_defaults(command=_later("bench"))


def _add_changing(commands: Commands) -> None:
    fix = commands.add_parser("fix", help="repair what lint can repair by itself, format")
    fix.set_defaults(command=_later("lint", "fix"))

    types = commands.add_parser("types", help="openapi.yaml from the code, TypeScript types from it")
    types.add_argument("--check", action="store_true", help="only say whether they are up to date")
    types.set_defaults(command=_later("api_types"))

    docs = commands.add_parser(
        "docs",
        help="reference pages from the code (settings, problems, permissions, events, tables); the change log",
    )
    docs.set_defaults(command=_later("docs"))

    lock = commands.add_parser("lock", help="resolve requirements/*.in into requirements/*.lock")
    lock.add_argument("--upgrade", action="store_true", help="newest versions that the .in files admit")
    lock.set_defaults(command=_later("lock"))

    new = commands.add_parser("new", help="files of a new app, front-end feature or kit component")
    new.add_argument("kind", choices=["app", "feature", "ui"])
    new.add_argument("name")
    new.set_defaults(command=_later("new"))


def _add_database(commands: Commands) -> None:
    database = commands.add_parser("db", help="the development database, and private database servers")
    acts = database.add_subparsers(metavar="ACT", required=True)
    for act, help_text in (
        ("dump", "copy the SQLite database to FILE"),
        ("restore", "put FILE in its place"),
    ):
        parser = acts.add_parser(act, help=help_text)
        parser.add_argument("file")
        parser.set_defaults(command=_later("db", act))
    acts.add_parser("reset", help="delete the development site's data").set_defaults(
        command=_later("db", "reset")
    )
    start = acts.add_parser("start", help="start a private server and print its EDUSYNC_DATABASE_URL")
    start.add_argument("engine", choices=["mariadb", "mysql"])
    start.add_argument("--durable", action="store_true", help="flush at every commit, as for a benchmark")
    start.set_defaults(command=_later("db", "start"))
    stop = acts.add_parser("stop", help="end it and delete its data")
    stop.add_argument("engine", choices=["mariadb", "mysql"])
    stop.add_argument("--keep", action="store_true", help="keep the data for the next start")
    stop.set_defaults(command=_later("db", "stop"))
    acts.add_parser("list", help="private servers that run").set_defaults(
        command=_later("db", "list_engines")
    )


def _later(module: str, function: str = "main") -> Command:
    """The command, whose module is imported only when it is called."""

    def command(arguments: argparse.Namespace) -> int:
        imported = __import__(f"devtools.{module}", fromlist=[function])
        return int(getattr(imported, function)(arguments))

    return command
