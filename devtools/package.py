"""./dev package: a wheel with the built front end inside; the machine that installs it needs no Node."""

import argparse
import shutil

from devtools.environment import prepare_python, prepare_web
from devtools.paths import PYTHON, ROOT
from devtools.shell import Failure, run, say

DIST = ROOT / "dist"


def main(_arguments: argparse.Namespace) -> int:
    prepare_python("dev")
    prepare_web()
    shutil.rmtree(DIST, ignore_errors=True)
    # No build isolation: the pinned build tool of the development environment is used.
    run([PYTHON, "-m", "hatchling", "build", "--target", "wheel", "--directory", DIST], quiet=True)
    wheels = sorted(DIST.glob("*.whl"))
    if not wheels:
        raise Failure("no wheel was built")
    for wheel in wheels:
        say(f"{wheel.relative_to(ROOT)}: {wheel.stat().st_size / 1e6:.1f} MB")
    return 0
