"""./dev up: from a fresh checkout to a running, filled site; each step is skipped while its inputs stay the same."""

import argparse
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from devtools.environment import prepare_python, prepare_web
from devtools.paths import DATA, PYTHON, REQUIREMENTS, ROOT, STEPS, WEB
from devtools.shell import Failure, replace_process, run, say
from devtools.steps import Step, files_under
from edusync.kernel.ports import PortTaken, require_free_ports

PACKAGE = ROOT / "edusync"
ACCOUNTS = STEPS / "demo-accounts.txt"


def main(arguments: argparse.Namespace) -> int:
    if not arguments.no_serve:
        require_ports(arguments.host, arguments.port)
    prepare_site(is_demo_wanted=not arguments.empty)
    address = f"http://{arguments.host}:{arguments.port}"
    if not arguments.empty and ACCOUNTS.exists():
        say(ACCOUNTS.read_text().rstrip())
    if arguments.no_serve:
        say(f"ready; './dev up' serves it on {address}")
        return 0
    say(f"\nEduSync runs on {address} (Ctrl+C stops it)\n")
    os.environ.setdefault("EDUSYNC_SITE_URL", address)
    serve = ["serve", f"--host={arguments.host}", f"--port={arguments.port}"]
    replace_process([str(PYTHON), str(ROOT / "manage.py"), *serve])
    return 0


def require_ports(host: str, port: int) -> None:
    """Ask before anything is installed, migrated or filled. Raises Failure."""
    try:
        require_free_ports(host, port)
    except PortTaken as error:
        raise Failure(str(error)) from error


def prepare_site(*, is_demo_wanted: bool) -> None:
    """Everything up to a site that can be served."""
    prepare_programs()
    migrate_step().run()
    static_step().run()
    if is_demo_wanted:
        demo_step().run()


def prepare_programs() -> None:
    """Python and front end, side by side when both have something to do."""
    with ThreadPoolExecutor() as pool:
        jobs: list[Callable[[], None]] = [lambda: prepare_python("base"), prepare_web]
        futures = [pool.submit(job) for job in jobs]
    for future in futures:
        future.result()


def manage(*words: str) -> None:
    run([PYTHON, ROOT / "manage.py", *words])


def migrate_step() -> Step:
    inputs = tuple(
        path
        for path in files_under(PACKAGE)
        if path.parent.name == "migrations" or path.suffix == ".sql" or "sql" in path.parts
    )
    return Step(
        "migrate",
        "bringing the database up to date",
        lambda: manage("migrate", "--verbosity=0"),
        inputs=(*inputs, REQUIREMENTS / "base.lock"),
        results=() if is_server_database() else (DATA / "edusync.sqlite3",),
        facts=site_facts(),
    )


def static_step() -> Step:
    return Step(
        "static",
        "collecting static files",
        lambda: manage("collectstatic", "--no-input", "--clear", "--verbosity=0"),
        inputs=(*built_files(), REQUIREMENTS / "base.lock", PACKAGE / "config" / "settings"),
        facts=site_facts(),
    )


def demo_step() -> Step:
    return Step(
        "demo",
        "filling the demo school",
        seed_demo,
        inputs=tuple(path for path in files_under(PACKAGE) if "demo" in str(path.relative_to(PACKAGE))),
        results=(ACCOUNTS,) if is_server_database() else (ACCOUNTS, DATA / "edusync.sqlite3"),
        facts=site_facts(),
    )


def seed_demo() -> None:
    """Run the seed command and keep what it says about accounts, for the runs that skip it."""
    result = subprocess.run(
        [PYTHON, ROOT / "manage.py", "seed_demo"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if result.returncode:
        raise Failure(f"{result.stdout[-4000:]}\nseed_demo ended with {result.returncode}")
    ACCOUNTS.parent.mkdir(parents=True, exist_ok=True)
    ACCOUNTS.write_text(result.stdout)


def is_server_database() -> bool:
    return bool(os.environ.get("EDUSYNC_DATABASE_URL"))


def site_facts() -> tuple[str, ...]:
    """Another database or data folder is another site: its steps have not been done."""
    return (os.environ.get("EDUSYNC_DATABASE_URL", ""), os.environ.get("EDUSYNC_DATA_DIR", ""))


def built_files() -> tuple[Path, ...]:
    """The manifest names every built file by its hash, so it stands for all of them."""
    return (WEB / "dist" / ".vite" / "manifest.json", WEB / "dist" / "index.html")
