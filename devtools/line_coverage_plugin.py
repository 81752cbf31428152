"""pytest plugin: notes which lines of the product ran, at a tenth of what Python's tracing costs.

Each statement of a module gets another one in front of it that sets a byte. What ran is written as data of coverage.py, one
file for each process; devtools/line_coverage.py makes the report. Python compiles these modules anew in each process: what
is kept of compiled files is the plain module.
"""

import ast
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from devtools.line_coverage import FOLDER, is_measured

NAME = "__lines__"
# Of each file one byte for each line: 1 when it ran.
RAN: dict[str, bytearray] = {}


class Noting(ast.NodeTransformer):
    """Puts a note in front of every statement."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                setattr(node, field, list(with_notes(node, block)))
        return node


def with_notes(parent: ast.AST, block: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, each behind its note. What must stand first in a file stays there."""
    waiting = [parent.lineno] if isinstance(parent, ast.ExceptHandler) else []
    waiting += [parent.pattern.lineno] if isinstance(parent, ast.match_case) else []
    for place, statement in enumerate(block):
        waiting += [line.lineno for line in getattr(statement, "decorator_list", ())]
        waiting.append(statement.lineno)
        if stands_first(statement, place):
            yield statement
            continue
        yield note(waiting, statement)
        waiting = []
        yield statement


def stands_first(statement: ast.stmt, place: int) -> bool:
    """Whether nothing may come before it: a docstring, an import from `__future__`."""
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return (place == 0 and is_text) or (
        isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    )


def note(lines: Sequence[int], before: ast.stmt) -> ast.stmt:
    """`__lines__[7] = __lines__[8] = 1`."""
    targets: list[ast.expr] = [
        ast.Subscript(ast.Name(NAME, ast.Load()), ast.Constant(line), ast.Store()) for line in lines
    ]
    made = ast.copy_location(ast.Assign(targets, ast.Constant(1)), before)
    return ast.fix_missing_locations(made)


class NotingLoader(SourceFileLoader):
    """Loads a module with notes."""

    def get_code(self, fullname: str) -> CodeType:
        """Compile the source, whatever compiled file there is."""
        source = self.get_data(self.path)
        RAN.setdefault(self.path, bytearray(source.count(b"\n") + 2))
        code: CodeType = compile(Noting().visit(ast.parse(source)), self.path, "exec", dont_inherit=True)
        return code

    def exec_module(self, module: ModuleType) -> None:
        """Run it; notes go to the bytes of its file."""
        RAN.setdefault(self.path, bytearray(self.get_data(self.path).count(b"\n") + 2))
        setattr(module, NAME, RAN[self.path])
        super().exec_module(module)


class NotingFinder:
    """Finds what is to be measured before others do."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != "edusync":
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader and is_measured(spec.loader.path):
            spec.loader = NotingLoader(fullname, spec.loader.path)
        return spec


def pytest_configure(config: pytest.Config) -> None:
    """Nothing of the product may have been loaded before."""
    early = sorted(name for name in sys.modules if name.startswith("edusync.") and is_plain(name))
    if early:
        raise pytest.UsageError(f"loaded before they could be measured: {', '.join(early[:5])}")


def is_plain(name: str) -> bool:
    """Whether a module to be measured was loaded without notes."""
    path = getattr(sys.modules[name], "__file__", None)
    return bool(path) and is_measured(str(path)) and not hasattr(sys.modules[name], NAME)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what ran in this process."""
    from coverage import CoverageData

    folder = Path(os.environ[FOLDER])
    folder.mkdir(parents=True, exist_ok=True)
    data: Any = CoverageData(basename=str(folder / f"coverage.data.{os.getpid()}"))
    data.add_lines({path: {n for n, ran in enumerate(lines) if ran} for path, lines in RAN.items()})
    data.write()


sys.meta_path.insert(0, NotingFinder)  # type: ignore[arg-type]  # a class with a static method finds as well as an object
