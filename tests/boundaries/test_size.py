"""Nothing grows until nobody reads it: files under 400 lines, functions of 60 at most."""

import ast

from tests.boundaries.sources import python_modules, text_files

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
CODE_SUFFIXES = (".py", ".ts", ".vue", ".mjs", ".js", ".css", ".sql")
GENERATED = ("/migrations/", "schema.d.ts", "components.d.ts", "/locales/", "/vendor/")


def test_files_stay_under_400_lines() -> None:
    too_long = {
        name: lines
        for name, text in text_files()
        if name.endswith(CODE_SUFFIXES)
        and not any(part in name for part in GENERATED)
        and (lines := text.count("\n")) >= MAX_FILE_LINES
    }
    assert too_long == {}


def test_functions_stay_within_60_lines() -> None:
    too_long = {
        f"{name}:{node.lineno} {node.name}": lines
        for name, tree in python_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert too_long == {}


def test_contributing_guide_stays_within_150_lines() -> None:
    guide = dict(text_files())["CONTRIBUTING.md"]
    assert guide.count("\n") <= 150
