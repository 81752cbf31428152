"""./dev bench: hands over to bench/, in the development environment."""

import argparse

from devtools.environment import prepare_python
from devtools.paths import PYTHON
from devtools.shell import replace_process
from devtools.system_packages import install_packages


def main(arguments: argparse.Namespace) -> int:
    prepare_python("dev")
    install_packages(["wrk"])
    replace_process([str(PYTHON), "-m", "bench", *arguments.arguments])
    return 0
