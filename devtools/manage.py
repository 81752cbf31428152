"""Management commands by the checkout's own environment."""

import argparse

from devtools.environment import prepare_python
from devtools.paths import PYTHON, ROOT
from devtools.shell import replace_process


def main(arguments: argparse.Namespace) -> int:
    return run_management([*arguments.arguments])


def show_settings(_arguments: argparse.Namespace) -> int:
    return run_management(["show_settings"])


def run_management(words: list[str]) -> int:
    prepare_python("base")
    replace_process([str(PYTHON), str(ROOT / "manage.py"), *words])
    return 0
