"""The documentation leads where it says: links, named files, commands, numbers of decisions, the change log."""

import argparse
import re
from pathlib import Path

import pytest

from devtools import docs
from devtools.cli import build_parser
from tests.boundaries.sources import ROOT, refuse, relative, text_files

PAGES = {name: text for name, text in text_files() if name.endswith(".md")}
HOW_TOS = sorted(name for name in PAGES if name.startswith("docs/how-to/"))
DECISIONS = sorted(name for name in PAGES if name.startswith("docs/decisions/"))
FENCED = re.compile(r"(?ms)^ *```.*?^ *```$")
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
ELSEWHERE = re.compile(r"[a-z]+:")
# A path named in code, without placeholders: `edusync/<app>/`, `*.in`, `{a,b}` name no single file.
OWN_PATH = re.compile(r"(?:bench|changes|devtools|docs|edusync|requirements|tests|web)/[\w./-]*")
BUILT = ("web/dist", "web/node_modules")
LONGEST_DECISION = 60


def prose(text: str) -> str:
    """The page without its blocks of code."""
    return FENCED.sub("", text)


def anchors(text: str) -> set[str]:
    """Anchors of the headings, as the usual viewers make them."""
    titles = re.findall(r"(?m)^#+ (.+?)\s*$", prose(text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_link(page: str, target: str) -> bool:
    path, _, anchor = target.partition("#")
    found = (ROOT / page).parent / path if path else ROOT / page
    if not found.exists():
        return True
    return bool(anchor) and anchor not in anchors(found.read_text(encoding="utf-8"))


def is_there(page: str, name: str) -> bool:
    """A README of an app may also name files as seen from its own folder."""
    return (ROOT / name).exists() or ((ROOT / page).parent / name).exists()


def test_links_lead_somewhere() -> None:
    refuse(
        [
            f"{page}: {target}"
            for page, text in PAGES.items()
            for target in LINK.findall(CODE.sub("", prose(text)))
            if not ELSEWHERE.match(target) and dead_link(page, target)
        ]
    )


def test_named_files_exist() -> None:
    refuse(
        [
            f"{page}: {name}"
            for page, text in PAGES.items()
            for name in CODE.findall(prose(text))
            if OWN_PATH.fullmatch(name) and not name.startswith(BUILT) and not is_there(page, name)
        ]
    )


@pytest.mark.parametrize("page", HOW_TOS)
def test_a_how_to_ends_with_the_files_it_touches(page: str) -> None:
    last_table = PAGES[page].rstrip().split("\n\n")[-1].splitlines()
    head = next(index for index, line in enumerate(last_table) if line.startswith("| file |"))
    files = [CODE.findall(row.split("|")[1]) for row in last_table[head + 2 :]]
    assert files
    assert all(len(names) == 1 for names in files), files
    refuse([names[0] for names in files if not (ROOT / names[0]).exists()])


def test_the_front_door_lists_every_page_that_helps_with_a_task() -> None:
    door = "docs/README.md"
    listed = {
        relative(((ROOT / door).parent / target.partition("#")[0]).resolve())
        for target in LINK.findall(PAGES[door])
    }
    needed = {
        page for page in PAGES if page.startswith(("docs/how-to/", "docs/tutorials/", "docs/decisions/"))
    }
    refuse(sorted(needed - listed))


def test_decisions_are_numbered_without_gaps_and_fit_a_page() -> None:
    numbers = [Path(page).name[:4] for page in DECISIONS]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    for page in DECISIONS:
        text = PAGES[page]
        assert text.startswith(f"# {Path(page).name[:4]} "), page
        assert re.search(r"(?m)^Status: \w+, \d{4}-\d\d-\d\d$", text), page
        assert re.findall(r"(?m)^## (.+)$", text) == ["Context", "Decision", "Consequences"], page
        assert text.count("\n") <= LONGEST_DECISION, page


def test_every_app_and_folder_of_code_has_a_readme() -> None:
    folders = [path.parent for path in (ROOT / "edusync").glob("*/__init__.py")]
    folders += [ROOT / name for name in ("web", "bench", "tests")]
    refuse([relative(folder) for folder in folders if not (folder / "README.md").exists()])


def test_commands_exist() -> None:
    commands: set[str] = set()
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            commands |= set(action.choices)
    refuse(
        [
            f"{page}: ./dev {word}"
            for page, text in PAGES.items()
            for word in re.findall(r"\./dev ([a-z]+)", text)
            if word not in commands
        ]
    )


def test_the_change_log_has_every_fragment() -> None:
    assert docs.CHANGELOG.read_text() == docs.changelog(), "run ./dev docs"


def test_a_fragment_of_no_known_kind_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "speed.improved.md").write_text("Faster.")
    monkeypatch.setattr(docs, "FRAGMENTS", tmp_path)
    with pytest.raises(docs.Failure, match=r"speed\.improved\.md"):
        docs.changelog()
