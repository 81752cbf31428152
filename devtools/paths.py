"""Where things lie: sources, what is built, what is kept between runs."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
COUNTERPARTS = ROOT / "tests" / "counterparts"
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# Everything here may be deleted at any time but for var/data, the development site's own data.
VAR = ROOT / "var"
DATA = VAR / "data"
STEPS = VAR / "steps"
TEST_LOGS = VAR / "test-logs"


def cache_dir() -> Path:
    """The folder shared by all checkouts of this user: downloaded engines."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "edusync"


def tool(name: str) -> str:
    """Path of a program of the virtual environment."""
    return str(VENV / "bin" / name)


def base_python() -> str:
    """The interpreter that creates the virtual environment (not one of a virtual environment itself)."""
    return getattr(sys, "_base_executable", "") or sys.executable
