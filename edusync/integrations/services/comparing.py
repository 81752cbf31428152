"""What differs between the outline of a source and that of a course, in words."""

from difflib import SequenceMatcher
from typing import Any

_SIMILAR = 0.6
_MOST = 100
_SHORTEST = 4

Outline = list[dict[str, Any]]


def differences(*, source: Outline, here: Outline) -> list[str]:
    """Sentences about modules and lessons that are new in the source, missing in it, renamed or moved."""
    found = _told("module", [m["title"] for m in source], [m["title"] for m in here])
    theirs, ours = _placed(source), _placed(here)
    found += _told("lesson", [title for title, _ in theirs], [title for title, _ in ours])
    places = dict(ours)
    for title, module in theirs:
        if title in places and places[title] != module and not _is_renamed(module, places[title]):
            found.append(
                f"The lesson “{title}” stands in “{module}” in the source and in “{places[title]}” here."
            )
    if not found:
        return ["Modules and lessons have the same names as in the source."]
    return found if len(found) <= _MOST else [*found[:_MOST], f"And {len(found) - _MOST} more differences."]


def _placed(outline: Outline) -> list[tuple[str, str]]:
    return [(title, module["title"]) for module in outline for title in module["lessons"]]


def _told(word: str, theirs: list[str], ours: list[str]) -> list[str]:
    """Titles only there, only here, and pairs of them that look like one that was renamed."""
    new = [title for title in dict.fromkeys(theirs) if title not in ours]
    gone = [title for title in dict.fromkeys(ours) if title not in theirs]
    sentences = []
    for title in list(new):
        like = max(gone, key=lambda other: SequenceMatcher(None, title, other).ratio(), default=None)
        if like is not None and _is_renamed(title, like):
            new.remove(title)
            gone.remove(like)
            sentences.append(f"The {word} “{title}” of the source is called “{like}” here.")
    sentences += [f"The {word} “{title}” is new in the source." for title in new]
    sentences += [f"The {word} “{title}” is not in the source." for title in gone]
    return sentences


def _is_renamed(one: str, other: str) -> bool:
    if min(len(one), len(other)) >= _SHORTEST and (one.startswith(other) or other.startswith(one)):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _SIMILAR
