"""Apps see of each other only what is meant to be seen; migrations say what the models say."""

import ast

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.boundaries.sources import ROOT, python_modules, refuse, relative

PUBLIC = {"services", "queries", "events", "problems", "policy", "procedures"}
# Further modules that an app offers to the apps above it, each with its reason.
ALSO_PUBLIC = {
    "files": {"urls"},  # addresses of files in answers of other apps
    "courses": {"blocks", "facts"},  # the block document; what apps above add to a course's answer
}
# The kernel is the ground everybody stands on; config ties all apps together.
OPEN_APPS = {"kernel"}
FREE_IMPORTERS = {"config"}
EXEMPT_PARTS = {"tests", "testing.py", "conftest.py"}


def app_names() -> list[str]:
    return sorted(config.label for config in apps.get_app_configs() if config.name.startswith("edusync."))


def run_time_imports(tree: ast.Module) -> list[tuple[int, str]]:
    """Line and dotted name of what is imported when the code runs; imports for types do not count."""
    found: list[tuple[int, str]] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            return
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.extend((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            found.extend((node.lineno, alias.name) for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return found


def test_apps_import_only_what_other_apps_offer() -> None:
    found = []
    for path, tree in python_modules():
        parts = path.split("/")
        if parts[0] != "edusync" or len(parts) < 3 or EXEMPT_PARTS & set(parts) or parts[1] in FREE_IMPORTERS:
            continue
        for line, name in run_time_imports(tree):
            words = name.split(".")
            if words[0] != "edusync" or len(words) < 3 or words[1] in {parts[1], *OPEN_APPS}:
                continue
            if words[2] not in PUBLIC | ALSO_PUBLIC.get(words[1], set()):
                found.append(f"{path}:{line} imports {name}")
    refuse(found)


def test_migrations_say_what_the_models_say() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    assert {label: [str(migration) for migration in found] for label, found in changes.items()} == {}
    assert loader.detect_conflicts() == {}


@pytest.mark.parametrize("label", app_names())
def test_each_app_says_in_a_sentence_what_it_is_for(label: str) -> None:
    package = ROOT / "edusync" / label
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text()))
    assert docstring, f"{relative(package)}/__init__.py has no docstring"
