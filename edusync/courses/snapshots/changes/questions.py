"""Changes of questions: which option became right, what its wording was."""

from collections.abc import Iterator, Sequence
from typing import Any

from edusync.courses.blocks import document_text, inline_text
from edusync.courses.snapshots.changes.runs import Run, text_runs
from edusync.courses.snapshots.changes.steps import Add, Move, Remove, Set, Step

Told = tuple[str, str, dict[str, Any], list[Run], list[tuple[Any, ...]]]
Detail = tuple[str, str, dict[str, Any], list[str], list[Run]]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def question_entries(steps: Sequence[Step], lesson: dict[str, Any]) -> Iterator[Told]:
    """(kind, code, values, runs, details) of each question that changed. `lesson` as it is now."""
    questions = lesson.get("content", {}).get("questions") or []
    numbers = {question.get("uuid"): place for place, question in enumerate(questions, start=1)}
    named = {question.get("uuid"): question for question in questions}
    changed: dict[str, list[Set]] = {}
    for step in steps:
        if isinstance(step, Set):
            if len(step.path) == 4:
                yield "changed", "questions-changed", {}, [], []
            else:
                changed.setdefault(step.path[4], []).append(step)
            continue
        kind = {Add: "added", Remove: "removed", Move: "moved"}[type(step)]
        values = {"number": numbers.get(step.key, 0), "name": _name(step.item)}
        yield kind, f"question-{kind}", values, [], []
    for key, sets in changed.items():
        details = [detail for step in sets for detail in _details(step)]
        values = {"number": numbers.get(key, 0), "name": _name(named.get(key, {}))}
        yield "changed", "question-changed", values, [], [tuple(detail) for detail in details]


def _name(question: dict[str, Any]) -> str:
    """What a question is called: its title, or how it begins."""
    title = str(question.get("title") or "")
    if title:
        return title
    text = document_text(question.get("stem") or {}) if isinstance(question.get("stem"), dict) else ""
    return text.strip().splitlines()[0][:80] if text.strip() else ""


def _details(step: Set) -> Iterator[Detail]:
    name = step.path[-1]
    if name == "options" and isinstance(step.old, list) and isinstance(step.new, list):
        yield from _option_details(step.old, step.new)
        return
    if name == "stem":
        yield "changed", "question-stem", {}, [], text_runs(_stem(step.old), _stem(step.new))
        return
    values: dict[str, Any] = {"field": name}
    if all(
        isinstance(value, str | int | float | bool) and len(str(value)) < 80 for value in (step.old, step.new)
    ):
        values |= {"old": step.old, "new": step.new}
    yield "changed", "question-field", values, [], []


def _stem(value: Any) -> str:
    return document_text(value) if isinstance(value, dict) else ""


def _option_details(old: list[Any], new: list[Any]) -> Iterator[Detail]:
    """Options compared by their wording first, then by their place."""
    before = {str(option.get("html")): option for option in old}
    for place, option in enumerate(new):
        text = str(inline_text(str(option.get("html", ""))))[:200]
        values = {"letter": _LETTERS[place] if place < 26 else str(place + 1), "text": text}
        was = before.get(str(option.get("html")))
        if (
            was is None
            and place < len(old)
            and old[place].get("html") not in {one.get("html") for one in new}
        ):
            was = old[place]
            runs = text_runs(str(inline_text(str(was.get("html", "")))), text)
            yield "changed", "option-text", values, [], runs
        if was is None:
            yield "added", "option-added", values, [], []
        elif _is_right(was) != _is_right(option):
            yield "changed", "option-right" if _is_right(option) else "option-wrong", values, [], []
        elif was.get("weight") != option.get("weight"):
            yield (
                "changed",
                "option-weight",
                {**values, "old": was.get("weight"), "new": option.get("weight")},
                [],
                [],
            )
        elif was.get("feedback") != option.get("feedback"):
            yield "changed", "option-feedback", values, [], []
    yield from _gone(old, new)


def _gone(old: list[Any], new: list[Any]) -> Iterator[Detail]:
    left = {str(option.get("html")) for option in new}
    for place, option in enumerate(old):
        if str(option.get("html")) not in left and (
            place >= len(new) or str(new[place].get("html")) in {str(one.get("html")) for one in old}
        ):
            text = str(inline_text(str(option.get("html", ""))))[:200]
            yield (
                "removed",
                "option-removed",
                {"letter": _LETTERS[place] if place < 26 else str(place + 1), "text": text},
                [],
                [],
            )


def _is_right(option: dict[str, Any]) -> bool:
    try:
        return float(option.get("weight") or 0) > 0
    except (TypeError, ValueError):
        return False
