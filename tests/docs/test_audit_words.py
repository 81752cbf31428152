"""Every audited action has words on the screen, in every complete language."""

import ast
import json
from functools import cache
from pathlib import Path

import pytest

from tests.boundaries.sources import python_modules

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "web" / "src" / "features" / "audit" / "locales"
# `app.thing.past_tense`; the tests record what they like.
APPS = {path.name for path in (ROOT / "edusync").iterdir() if (path / "apps.py").exists()}


@cache
def actions() -> set[str]:
    """Codes that the code records: literal first arguments, or `action=`, of whatever is called `record…`."""
    found: set[str] = set()
    for name, tree in python_modules():
        path = Path(name)
        if path.parts[0] != "edusync" or "tests" in path.parts or path.name in {"testing.py", "conftest.py"}:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and "record" in called(node):
                given = [
                    *node.args[:1],
                    *(keyword.value for keyword in node.keywords if keyword.arg == "action"),
                ]
                found.update(text for value in given for text in literals(value) if is_action(text))
    return found


def called(node: ast.Call) -> str:
    """Name of what is called."""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def literals(node: ast.expr) -> list[str]:
    """Texts in an expression: a literal, or both sides of a choice."""
    return [
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def is_action(text: str) -> bool:
    """Whether the text is the code of an action."""
    return text.count(".") == 2 and text.partition(".")[0] in APPS


def test_actions_are_found():
    assert {"identity.role.granted", "audit.log.exported"} <= actions()


@pytest.mark.parametrize("language", ["en", "ta"])
def test_every_action_has_words(language):
    words = json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))["actions"]
    keys = {code: code.replace(".", "_").replace("-", "_") for code in actions()}
    # Of a code whose end is put in while it runs, only the beginning can be looked up.
    missing = [
        code
        for code, key in sorted(keys.items())
        if not (any(word.startswith(key) for word in words) if code.endswith(".") else key in words)
    ]
    assert missing == []
