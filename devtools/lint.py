"""./dev lint and ./dev fix."""

import argparse
import subprocess

from devtools import environment
from devtools.paths import ROOT, WEB, tool
from devtools.shell import say
from devtools.test_parts import lint_programs


def main(_arguments: argparse.Namespace) -> int:
    """Run all linters, also after one complained; 1 when any did."""
    prepare()
    codes = []
    for check in lint_programs():
        say(f"• {check.name}")
        codes.append(subprocess.run(check.command, cwd=check.cwd, check=False).returncode)
    return 1 if any(codes) else 0


def fix(_arguments: argparse.Namespace) -> int:
    prepare()
    commands = [
        ([tool("ruff"), "check", "--fix", "--quiet", "."], ROOT),
        ([tool("ruff"), "format", "--quiet", "."], ROOT),
        (["npm", "run", "--silent", "fix"], WEB),
    ]
    codes = [subprocess.run(command, cwd=folder, check=False).returncode for command, folder in commands]
    return 1 if any(codes) else 0


def prepare() -> None:
    environment.prepare_python("dev")
    environment.node_step().run()
