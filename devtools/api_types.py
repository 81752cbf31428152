"""./dev types: the OpenAPI document from the code, and the front end's types from that document."""

import argparse
import difflib
import tempfile
from pathlib import Path

from devtools.environment import node_step, prepare_python
from devtools.paths import PYTHON, ROOT, WEB
from devtools.shell import run, say

SCHEMA = ROOT / "openapi.yaml"
TYPES = WEB / "src" / "core" / "api" / "schema.d.ts"
SHOWN_LINES = 60


def main(arguments: argparse.Namespace) -> int:
    prepare_python("dev")
    node_step().run()
    if arguments.check:
        return check()
    generate(SCHEMA, TYPES)
    say(f"{SCHEMA.relative_to(ROOT)}, {TYPES.relative_to(ROOT)}")
    return 0


def generate(schema: Path, types: Path) -> None:
    # Whether it is valid is asked by tests/openapi, in a moment; `--validate` takes a quarter of a minute for that.
    run([PYTHON, ROOT / "manage.py", "spectacular", "--file", schema])
    types.parent.mkdir(parents=True, exist_ok=True)
    run(["npx", "--no-install", "openapi-typescript", schema, "--output", types], cwd=WEB, quiet=True)


def check() -> int:
    """1 and the first differences when a committed file is not what the code says."""
    with tempfile.TemporaryDirectory() as folder:
        fresh_schema, fresh_types = Path(folder) / SCHEMA.name, Path(folder) / TYPES.name
        generate(fresh_schema, fresh_types)
        is_same = all([is_equal(SCHEMA, fresh_schema), is_equal(TYPES, fresh_types)])
    say("up to date" if is_same else "out of date: run './dev types' and commit what it writes")
    return 0 if is_same else 1


def is_equal(committed: Path, fresh: Path) -> bool:
    before = committed.read_text().splitlines() if committed.exists() else []
    difference = list(
        difflib.unified_diff(
            before, fresh.read_text().splitlines(), committed.name, "from the code", lineterm=""
        )
    )
    for line in difference[:SHOWN_LINES]:
        say(line)
    return not difference
