"""./dev lock: the .in files resolved into lock files with hashes, without any address or path in them."""

import argparse

from devtools.environment import prepare_python
from devtools.paths import REQUIREMENTS, tool
from devtools.shell import run

# The widest set is resolved first; the others are its subsets, so that all three agree.
LOCKS = (("dev", ""), ("server", "dev"), ("base", "dev"), ("bootstrap", "dev"))


def main(arguments: argparse.Namespace) -> int:
    prepare_python("dev")
    for name, constraint in LOCKS:
        command = [
            tool("uv"),
            "pip",
            "compile",
            "--quiet",
            "--universal",
            "--python-version=3.11",
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-header",
            f"--output-file={name}.lock",
            f"{name}.in",
        ]
        if constraint:
            command.append(f"--constraint={constraint}.lock")
        elif arguments.upgrade:
            command.append("--upgrade")
        run(command, cwd=REQUIREMENTS)
    return 0
