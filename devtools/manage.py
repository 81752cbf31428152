"""Management commands by the checkout's own environment."""

import argparse

from devtools.environment import prepare_python
from devtools.paths import PYTHON, ROOT
from devtools.shell import replace_process


def main(arguments: argparse.Namespace) -> int:
    return manage(arguments.arguments)


def document(_arguments: argparse.Namespace) -> int:
    return manage(["document"])


def manage(words: list[str]) -> int:
    prepare_python("base")
    replace_process([str(PYTHON), str(ROOT / "manage.py"), *words])
    return 0
