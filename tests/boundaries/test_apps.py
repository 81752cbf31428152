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
    # Addresses of files in other apps' answers; what a place is called; captions; the list of files in other apps' routes.
    "files": {"urls", "places", "cues", "transcripts", "rest"},
    # The block document; the slots for what apps above know of a learner and of questions; a course as one document
    # and what apps above add to it; addresses of courses in folders; texts of lessons and what stands in their place;
    # the rules, which know no database.
    "courses": {
        "blocks",
        "checklist",
        "learner_facts",
        "page_questions",
        "rules",
        "snapshots",
        "slugs",
        "translation",
    },
    "communication": {"live"},  # the listener, which serving the site starts
    "progress": {
        "credential_facts",
        "grade_facts",
        "rule_facts",
        "time_queries",
        "time_zones",
    },  # likewise for certificates and for grades; streaks as in reports; facts of rules as the calendar needs them
    # What an importer hands over, and how its settings are checked; how long an answer may be late; what a learner may be told.
    "assessment": {"deadlines", "drafts", "reviewing", "scoring"},
    "credentials": {"documents"},  # the fonts that every document of the site is set in
    "integrations": {"formats"},  # pure parsers, without Django
    # The roles every site has and permissions in plain words, for the reference pages; where a role may hold; who
    # somebody is in an organization, as the request knows it.
    "identity": {"roles", "permission_words", "scopes", "standing"},
    "config": {"wsgi", "env"},  # the entry point that the server loads; the declaration of all settings
}
# Another app's row may be handed around and named in a signature; its table is asked through that app's queries.
# Only queries and policies look across a border, one hop at most.
MAY_LOOK_ACROSS = {"queries", "policy"}
TABLE_ACCESS = {"objects", "unscoped", "_default_manager", "_base_manager"}
# The kernel is the ground everybody stands on; config ties all apps together; the demo school plays six weeks of
# the past, which no service lets anybody do.
OPEN_APPS = {"kernel"}
FREE_IMPORTERS = (
    "edusync/config/",
    "edusync/operations/demo/",
    "edusync/operations/management/commands/seed_demo.py",
)
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


def app_modules() -> list[tuple[str, ast.Module]]:
    """Modules of the apps that the rules below are for."""
    return [
        (path, tree)
        for path, tree in python_modules()
        if path.startswith("edusync/")
        and path.count("/") > 1
        and not path.startswith(FREE_IMPORTERS)
        and not EXEMPT_PARTS & set(path.split("/"))
    ]


def foreign_imports(path: str, tree: ast.Module) -> list[tuple[int, str, str]]:
    """Line, first module inside the other app, and whole name of what is imported from other apps."""
    own = {path.split("/")[1], *OPEN_APPS}
    names = [(line, name, name.split(".")) for line, name in run_time_imports(tree)]
    return [
        (line, words[2], name)
        for line, name, words in names
        if words[0] == "edusync" and len(words) > 2 and words[1] not in own
    ]


def test_apps_import_only_what_other_apps_offer() -> None:
    refuse(
        [
            f"{path}:{line} imports {name}"
            for path, tree in app_modules()
            for line, module, name in foreign_imports(path, tree)
            if module not in {*PUBLIC, "models", *ALSO_PUBLIC.get(name.split(".")[1], ())}
        ]
    )


def test_apps_never_ask_the_tables_of_other_apps() -> None:
    found = []
    for path, tree in app_modules():
        if MAY_LOOK_ACROSS & set(path.removesuffix(".py").split("/")):
            continue
        rows = {name.split(".")[-1] for _, module, name in foreign_imports(path, tree) if module == "models"}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in TABLE_ACCESS:
                asked = node.value
            elif isinstance(node, ast.Call):
                asked = node.func
            else:
                continue
            if isinstance(asked, ast.Name) and asked.id in rows:
                found.append(f"{path}:{node.lineno} reaches into the table of {asked.id}")
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
