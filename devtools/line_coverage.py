"""The report of which lines the tests ran: table, pages, and a floor below which the run fails."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from devtools.paths import ROOT, VAR
from devtools.shell import say

# Where each process of the tests leaves what it saw.
FOLDER = "LINES_OF_TEST_RUN"
PRODUCT = f"{ROOT / 'edusync'}{os.sep}"
# Tests and what serves only them; migrations run in other parts.
NOT_MEASURED = ("/tests/", "/migrations/", "/testing.py", "/conftest.py")


def is_measured(path: str) -> bool:
    """Whether a file belongs to the product."""
    return path.startswith(PRODUCT) and not any(part in path for part in NOT_MEASURED)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 2 when fewer lines ran than the floor asks for."""
    parser = argparse.ArgumentParser(prog="devtools.line_coverage", description=__doc__)
    parser.add_argument("--floor", type=float, default=0.0, help="percent of lines that must have run")
    wanted = parser.parse_args(arguments)
    from coverage import Coverage

    report = Coverage(data_file=str(VAR / "coverage.data"), config_file=str(ROOT / "pyproject.toml"))
    report.combine([os.environ[FOLDER]])
    # Files that no test loaded count, too.
    report.get_data().touch_files(
        [str(path) for path in Path(PRODUCT).rglob("*.py") if is_measured(str(path))]
    )
    left_out: Any = report.get_option("run:omit")
    total = report.report(skip_covered=True, omit=left_out)
    report.html_report(directory=str(VAR / "coverage"), omit=left_out)
    if total < wanted.floor:
        say(f"{total:.2f} % of the lines ran; at least {wanted.floor:.0f} % are asked for")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
