"""Which page goes where: Carpentries folders, old and new, and plain folders."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.markdown.pages import MARKDOWN, humanized, natural
from edusync.integrations.formats.text import decode_text
from edusync.integrations.problems import BrokenData

_MAX_CONFIG = 256 * 1024
_CONFIGS = ("config.yaml", "config.yml", "_config.yml", "_config.yaml")
_REPOSITORY = re.compile(
    r"^(?:license|licence|readme|contributing|code_of_conduct|code-of-conduct|changelog|authors|citation|news|aio|links|"
    r"release-notes|security|support)$",
    re.IGNORECASE,
)
_START = re.compile(r"^(?:index|readme|home|_index)$", re.IGNORECASE)
STAFF_FOLDERS = {
    "instructors": "Notes for instructors are not shown to learners.",
    "_extras": "",
    "profiles": "Profiles of learners are notes for instructors.",
    ".github": "Files of the code hosting site are not part of the course.",
    "node_modules": "Programs of others are not part of the course.",
    "renv": "Programs of others are not part of the course.",
    "_includes": "Templates of the source's site generator are not part of the course.",
    "_layouts": "Templates of the source's site generator are not part of the course.",
}


@dataclass(slots=True)
class Layout:
    """Modules as titles with page paths, the start page, and pages left out with the reason."""

    modules: list[tuple[str, list[str]]] = field(default_factory=list)
    start: str = ""
    left_out: dict[str, tuple[str, str]] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    config_path: str = ""

    def pages(self) -> list[str]:
        """All pages that become lessons."""
        return [path for _, paths in self.modules for path in paths]


def is_page(path: str) -> bool:
    """Whether the file is Markdown."""
    return PurePosixPath(path).suffix.lower() in MARKDOWN


def find_root(folder: SourceFolder) -> str:
    """The folder that holds everything: archives often have one folder at the top."""
    tops = {path.partition("/")[0] for path in folder.paths if not path.startswith("__MACOSX/")}
    nested = all("/" in path for path in folder.paths)
    if len(tops) == 1 and nested and next(iter(tops)) not in {"episodes", "_episodes"}:
        return next(iter(tops))
    return ""


def read_layout(folder: SourceFolder) -> Layout:
    """The order of the pages. Raises BrokenData when the configuration cannot be read."""
    layout = Layout()
    layout.config_path = next((path for path in _CONFIGS if path in folder.paths), "")
    if layout.config_path:
        layout.config = _config(folder, layout.config_path)
    pages = [path for path in folder.paths if is_page(path)]
    pages = _sift(pages, layout)
    episodes = next((name for name in ("episodes", "_episodes", "_episodes_rmd") if _inside(pages, name)), "")
    if episodes:
        _carpentries(layout, pages, episodes)
    else:
        _plain(layout, pages)
    return layout


def _config(folder: SourceFolder, path: str) -> dict[str, Any]:
    try:
        value = yaml.safe_load(decode_text(folder.read(path, limit=_MAX_CONFIG)))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BrokenData(f"{path}: {error}"[:300], path=path) from error
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else {}


def _inside(pages: list[str], name: str) -> list[str]:
    return [path for path in pages if path.startswith(f"{name}/")]


def _sift(pages: list[str], layout: Layout) -> list[str]:
    """Pages without those that are about the repository or for instructors."""
    kept = []
    for path in pages:
        top = path.partition("/")[0]
        name = PurePosixPath(path)
        reason = STAFF_FOLDERS.get(top, "")
        if path.startswith("__MACOSX/") or name.name.startswith("."):
            layout.left_out[path] = ("system-file", "A file of the operating system.")
        elif reason:
            layout.left_out[path] = (
                "for-instructors" if top in {"instructors", "profiles"} else "not-content",
                reason,
            )
        elif _REPOSITORY.match(name.stem) and not _START.match(name.stem):
            layout.left_out[path] = (
                "repository-file",
                "A page about the source's repository, not of the course.",
            )
        else:
            kept.append(path)
    return kept


def _carpentries(layout: Layout, pages: list[str], episodes: str) -> None:
    layout.start = next((path for path in pages if path in {"index.md", "index.Rmd", "index.markdown"}), "")
    found = _ordered(
        _inside(pages, episodes),
        layout.config.get("episodes") or layout.config.get("episode_order"),
        episodes,
    )
    readmes = [path for path in found if _REPOSITORY.match(PurePosixPath(path).stem)]
    for path in readmes:
        layout.left_out[path] = (
            "repository-file",
            "A page about the source's repository, not of the course.",
        )
    found = [path for path in found if path not in readmes]
    extras = [
        path
        for name in ("learners", "_extras")
        for path in _ordered(_inside(pages, name), layout.config.get("learners"), name)
    ]
    extras += [
        path
        for path in pages
        if "/" not in path and path != layout.start and not _START.match(PurePosixPath(path).stem)
    ]
    setup = [path for path in extras if PurePosixPath(path).stem.lower() == "setup"]
    rest = [path for path in extras if path not in setup and not _is_staff_page(path)]
    for path in extras:
        if _is_staff_page(path):
            layout.left_out[path] = ("for-instructors", "Notes for instructors are not shown to learners.")
    parts = (("Before you start", setup), ("Episodes", found), ("Reference", rest))
    layout.modules = [(title, paths) for title, paths in parts if paths]
    _leave_rest(layout, pages)


def _is_staff_page(path: str) -> bool:
    return (
        PurePosixPath(path).stem.lower() in {"guide", "instructor-notes", "figures", "about"}
        and "extras" in path
    )


def _ordered(paths: list[str], wanted: Any, folder: str) -> list[str]:
    """By the configuration's list first, the rest by name."""
    names = [str(name) for name in wanted if isinstance(name, str)] if isinstance(wanted, list) else []
    by_name = {path.removeprefix(f"{folder}/"): path for path in paths}
    by_stem = {PurePosixPath(path).stem: path for path in paths}
    listed = [by_name.get(name) or by_stem.get(PurePosixPath(name).stem) for name in names]
    first = [path for path in listed if path]
    return first + [path for path in sorted(paths, key=natural) if path not in first]


def _plain(layout: Layout, pages: list[str]) -> None:
    roots = [path for path in pages if "/" not in path]
    starts = [path for path in roots if _START.match(PurePosixPath(path).stem)]
    if starts and len(pages) > 1:
        layout.start = sorted(starts, key=lambda path: (not path.lower().startswith("index"), path))[0]
    lessons = [path for path in roots if path != layout.start]
    if lessons:
        layout.modules.append(("", lessons))
    for folder in sorted({path.rpartition("/")[0] for path in pages if "/" in path}, key=natural):
        inside = [path for path in pages if path.rpartition("/")[0] == folder]
        title = " › ".join(humanized(part) for part in folder.split("/"))
        layout.modules.append((title, inside))


def _leave_rest(layout: Layout, pages: list[str]) -> None:
    taken = {layout.start, *layout.pages(), *layout.left_out}
    for path in pages:
        if path not in taken:
            layout.left_out[path] = ("not-content", "The page stands outside the folders of lessons.")
