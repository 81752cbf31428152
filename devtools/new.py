"""./dev new: the files of a new app, feature or kit component, in the shape of all others."""

import argparse
import re
from pathlib import Path

from devtools.paths import ROOT
from devtools.shell import Failure, say

TEMPLATES = Path(__file__).parent / "templates"

NEXT = {
    "app": """\
Left to do, because only you know where it belongs:
  - say in edusync/{name}/__init__.py and README.md what the app is for
  - its place among the layers: pyproject.toml, [tool.importlinter] (both lists)
  - "edusync.{name}" in INSTALLED_APPS (edusync/config/settings/)
  - its permissions in edusync/kernel/policy.py, its line in README.md
  - after the first model: ./dev manage makemigrations {name}""",
    "feature": """\
Left to do:
  - path, title and who may open it: web/src/features/{name}/routes.ts
  - texts: web/src/features/{name}/locales/en.json""",
    "ui": "Left to do: its line in web/src/ui/index.ts",
}


def main(arguments: argparse.Namespace) -> int:
    written = create(arguments.kind, arguments.name, root=ROOT)
    for path in written:
        say(f"  {path.relative_to(ROOT)}")
    say(NEXT[arguments.kind].format(name=arguments.name))
    return 0


def create(kind: str, name: str, *, root: Path) -> list[Path]:
    """Write the files below `root`; return their paths. Raises Failure for a bad name or one that is taken."""
    check_name(kind, name)
    target = target_folder(kind, name, root)
    words = name_words(name)
    values = {
        "NAME": name,
        "TITLE": "".join(word.capitalize() for word in words),
        "LABEL": " ".join(words).capitalize(),
        "SENTENCE": f"{' '.join(words).capitalize()}: say in one sentence what this app is for",
    }
    texts = {
        target / fill(path.relative_to(TEMPLATES / kind).as_posix().removesuffix(".txt"), values): path
        for path in sorted((TEMPLATES / kind).rglob("*.txt"))
    }
    taken = [path for path in texts if path.exists()]
    if taken or (kind != "ui" and target.exists()):
        raise Failure(f"{name} is there already: {taken[0] if taken else target}")
    for path, template in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(fill(template.read_text(), values))
    if kind == "app":
        for vendor in ("mysql", "sqlite"):
            (target / "sql" / vendor).mkdir(parents=True)
    return sorted(texts)


def check_name(kind: str, name: str) -> None:
    pattern = r"[A-Z][A-Za-z]+" if kind == "ui" else r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*"
    if not re.fullmatch(pattern, name) or (kind == "app" and "-" in name):
        style = {"ui": "PascalCase", "feature": "kebab-case"}.get(kind, "one word, or snake_case")
        raise Failure(f"'{name}' is no name for this: {style} is expected")


def target_folder(kind: str, name: str, root: Path) -> Path:
    return {
        "app": root / "edusync" / name,
        "feature": root / "web" / "src" / "features" / name,
        "ui": root / "web" / "src" / "ui",
    }[kind]


def name_words(name: str) -> list[str]:
    """`LessonCard`, `lesson-card`, `lesson_card` → lesson, card."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+", name)]


def fill(text: str, values: dict[str, str]) -> str:
    return re.sub("|".join(values), lambda match: values[match.group()], text)
