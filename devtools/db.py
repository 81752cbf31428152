"""The development site's database, and private servers that stay up between commands."""

import argparse
import json
import shutil
import sqlite3
from pathlib import Path

from devtools.engines import end_process, engine_class
from devtools.paths import DATA, STEPS, VAR
from devtools.shell import Failure, say

ENGINES = VAR / "engines"
DATABASE = DATA / "edusync.sqlite3"


def start(arguments: argparse.Namespace) -> int:
    """Start a server, or find the one that runs, and print the address to use."""
    folder = ENGINES / arguments.engine
    state = running_state(arguments.engine)
    if state is None:
        engine = engine_class(arguments.engine)(folder, is_durable=arguments.durable)
        engine.start()
        state = {"pid": engine.process.pid if engine.process else 0, "url": engine.url()}
        state_file(arguments.engine).write_text(json.dumps(state))
    say(f"EDUSYNC_DATABASE_URL='{state['url']}'")
    return 0


def stop(arguments: argparse.Namespace) -> int:
    state = running_state(arguments.engine)
    if state and not end_process(state["pid"]):
        raise Failure(f"{arguments.engine} (process {state['pid']}) does not end")
    state_file(arguments.engine).unlink(missing_ok=True)
    if not arguments.keep:
        shutil.rmtree(ENGINES / arguments.engine, ignore_errors=True)
    return 0


def list_engines(_arguments: argparse.Namespace) -> int:
    for name in ("mariadb", "mysql"):
        state = running_state(name)
        say(f"{name:8} {state['url'] if state else 'not running'}")
    return 0


def state_file(name: str) -> Path:
    return ENGINES / name / "state.json"


def running_state(name: str) -> dict | None:
    """What `start` recorded, if that process is still that server."""
    try:
        state = json.loads(state_file(name).read_text())
        command = Path(f"/proc/{state['pid']}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return state if str(ENGINES / name).encode() in command else None


def dump(arguments: argparse.Namespace) -> int:
    """Copy the database while it may be in use."""
    if not DATABASE.exists():
        raise Failure("there is no development database yet: ./dev up")
    target = Path(arguments.file)
    target.unlink(missing_ok=True)
    with sqlite3.connect(DATABASE) as source:
        source.execute("VACUUM INTO ?", (str(target),))
    say(f"{target}: {target.stat().st_size:,} bytes")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Put a dump in the database's place. The site must not run meanwhile."""
    source = Path(arguments.file)
    with sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Failure(f"{source} is damaged")
    DATA.mkdir(parents=True, exist_ok=True)
    for suffix in ("-wal", "-shm"):
        DATABASE.with_name(DATABASE.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(source, DATABASE)
    forget_data_steps()
    return 0


def reset(_arguments: argparse.Namespace) -> int:
    shutil.rmtree(DATA, ignore_errors=True)
    forget_data_steps()
    say("deleted; ./dev up makes a new one")
    return 0


def forget_data_steps() -> None:
    for name in ("migrate", "demo"):
        (STEPS / f"{name}.json").unlink(missing_ok=True)
