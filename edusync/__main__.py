"""The console command `edusync`: `edusync up`, `edusync createadmin`, or any other management command."""

import argparse
import os
import sys
from pathlib import Path

USAGE = """\
edusync up [--empty] [--host HOST] [--port PORT]   prepare the database and serve the site
edusync createadmin                                 make an administrator's account
edusync import-course PATH [--dry-run]              import an Open edX or Markdown course
edusync help                                        all other commands

Everything the site keeps (database, files, mails) is under {data_dir}; EDUSYNC_DATA_DIR moves it.
"""


def main(arguments: list[str] | None = None) -> None:
    """Run one command. Ends the process with the command's exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edusync.config.settings")
    os.environ.setdefault("EDUSYNC_DATA_DIR", str(default_data_dir()))
    if not words or words[0] in {"-h", "--help"}:
        print(USAGE.format(data_dir=os.environ["EDUSYNC_DATA_DIR"]), end="")
    elif words[0] == "up":
        run_site(words[1:])
    else:
        run_command([command_name(words[0]), *words[1:]])


def default_data_dir() -> Path:
    """`var/data` of a checkout; of an installed package the user's own data folder."""
    root = Path(__file__).resolve().parent.parent
    if (root / "manage.py").exists():
        return root / "var" / "data"
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "edusync"


def command_name(word: str) -> str:
    """Management commands are modules: `import-course` is `import_course`."""
    return word if word.startswith("-") else word.replace("-", "_")


def run_command(words: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["edusync", *words])


def require_ports(host: str, port: int) -> None:
    """Ends the process before anything is prepared where the site could not be served."""
    from edusync.kernel.ports import PortTaken, require_free_ports

    try:
        require_free_ports(host, port)
    except PortTaken as error:
        raise SystemExit(f"edusync: {error}") from error


def run_site(words: list[str]) -> None:
    """Migrate, fill with the demo school unless `--empty`, collect static files, serve until stopped."""
    parser = argparse.ArgumentParser(prog="edusync up")
    parser.add_argument(
        "--empty", action="store_true", help="no demo school: the first visitor becomes admin"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-serve", action="store_true", help="prepare everything, start nothing")
    options = parser.parse_args(words)
    if not options.no_serve:
        require_ports(options.host, options.port)
    os.environ.setdefault("EDUSYNC_SITE_URL", f"http://{options.host}:{options.port}")
    run_command(["migrate", "--verbosity=0"])
    run_command(["collectstatic", "--no-input", "--verbosity=0"])
    if not options.empty:
        run_command(["seed_demo"])
    if not options.no_serve:
        run_command(["serve", f"--host={options.host}", f"--port={options.port}"])


if __name__ == "__main__":
    main()
