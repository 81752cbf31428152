"""Differences between snapshots: applied to the old they give the new, and they are told in words."""

import copy
import uuid
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.courses.snapshots.changes import entries_of, patched, steps_between

WORDS = st.text(alphabet="abcde ", min_size=1, max_size=8)
NAMES = [str(uuid.UUID(int=number)) for number in range(1, 13)]


def block(key: str, text: str) -> dict[str, Any]:
    return {"id": key, "type": "text", "html": f"<p>{text}</p>"}


@st.composite
def contents(draw: Any) -> dict[str, Any]:
    keys = draw(st.lists(st.sampled_from(["b1", "b2", "b3", "b4"]), unique=True))
    content: dict[str, Any] = {
        "document": {"version": 1, "blocks": [block(key, draw(WORDS)) for key in keys]}
    }
    if draw(st.booleans()):
        content["draft"] = {"version": 1, "blocks": [block("b1", draw(WORDS))]}
    if draw(st.booleans()):
        names = draw(st.lists(st.sampled_from(NAMES[8:]), unique=True))
        content["questions"] = [
            {
                "uuid": name,
                "title": draw(WORDS),
                "points": "1.000",
                "options": [
                    {"html": draw(WORDS), "weight": draw(st.sampled_from(["0", "1"]))} for _ in range(2)
                ],
            }
            for name in names
        ]
    return content


@st.composite
def snapshots(draw: Any) -> dict[str, Any]:
    module_names = draw(st.lists(st.sampled_from(NAMES[:4]), unique=True))
    lesson_names = draw(st.lists(st.sampled_from(NAMES[4:8]), unique=True)) if module_names else []
    modules: list[dict[str, Any]] = [
        {"uuid": name, "title": draw(WORDS), "lessons": []} for name in module_names
    ]
    for name in lesson_names:
        lesson = {
            "uuid": name,
            "kind": "page",
            "title": draw(WORDS),
            "estimated_minutes": draw(st.integers(0, 3)),
        }
        modules[draw(st.integers(0, len(modules) - 1))]["lessons"].append(
            {**lesson, "content": draw(contents())}
        )
    parts = draw(st.dictionaries(st.sampled_from(["rules", "translations"]), WORDS))
    return {
        "format": 1,
        "origin": {"slug": draw(WORDS)},
        "course": {"title": draw(WORDS), "estimated_minutes": draw(st.integers(0, 3))},
        "offer": {},
        "modules": modules,
        "parts": parts,
        "files": draw(st.dictionaries(st.sampled_from(NAMES), WORDS)),
    }


@settings(max_examples=300, deadline=None, derandomize=True)
@given(old=snapshots(), new=snapshots())
def test_the_difference_applied_to_the_old_gives_the_new(old: dict[str, Any], new: dict[str, Any]) -> None:
    kept = copy.deepcopy(old)
    steps = steps_between(old, new)

    assert patched(old, steps) == new
    assert old == kept
    entries_of(steps, old=old, new=new)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(snapshot=snapshots())
def test_nothing_differs_from_itself(snapshot: dict[str, Any]) -> None:
    assert steps_between(snapshot, copy.deepcopy(snapshot)) == []


def course(*modules: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "origin": {},
        "course": facts,
        "offer": {},
        "modules": list(modules),
        "parts": {},
        "files": {},
    }


def module(number: int, title: str, *lessons: dict[str, Any]) -> dict[str, Any]:
    return {"uuid": NAMES[number], "title": title, "lessons": list(lessons)}


def lesson(number: int, title: str, **facts: Any) -> dict[str, Any]:
    return {"uuid": NAMES[number], "kind": "page", "title": title, "content": {}, **facts}


def told(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry.as_json() for entry in entries_of(steps_between(old, new), old=old, new=new)]


def test_a_lesson_moved_to_another_module_is_told_as_one_move() -> None:
    old = course(module(0, "A", lesson(4, "Soil pH"), lesson(5, "Rain")), module(1, "B"))
    new = course(module(0, "A", lesson(5, "Rain")), module(1, "B", lesson(4, "Soil pH")))

    assert [(one["code"], one["values"]["from"], one["values"]["to"]) for one in told(old, new)] == [
        ("lesson-moved", "A", "B")
    ]


def test_estimated_time_is_told_with_both_numbers() -> None:
    old = course(module(0, "A", lesson(4, "Soil", estimated_minutes=10)))
    new = course(module(0, "A", lesson(4, "Soil", estimated_minutes=15)))

    (entry,) = told(old, new)
    assert (entry["code"], entry["values"]["field"]) == ("lesson-changed", "estimated_minutes")
    assert (entry["values"]["old"], entry["values"]["new"]) == (10, 15)


def test_a_column_that_the_program_got_since_then_is_nobodys_change() -> None:
    old = course(module(0, "A", lesson(4, "Soil")), title="Ground")
    new = course(module(0, "A", lesson(4, "Soil", due_days=None)), title="Earth", access_days=None)

    assert [(one["code"], one["values"]["field"]) for one in told(old, new)] == [("course-changed", "title")]
    assert patched(old, steps_between(old, new)) == new


def test_changed_paragraphs_are_counted_and_shown_word_by_word() -> None:
    def page(*texts: str) -> dict[str, Any]:
        blocks = [block(f"b{place}", text) for place, text in enumerate(texts)]
        return {"document": {"version": 1, "blocks": blocks}}

    old = course(module(0, "A", lesson(4, "Soil", content=page("Clay is heavy.", "Sand is light.", "End."))))
    new = course(
        module(0, "A", lesson(4, "Soil", content=page("Clay is very heavy.", "Sand is dry.", "End.")))
    )

    (entry,) = told(old, new)
    assert (entry["code"], entry["values"]["changed"]) == ("page-changed", 2)
    assert ["added", "very "] in entry["details"][0]["runs"]
    assert ["removed", "light"] in entry["details"][1]["runs"]


def test_an_option_that_became_right_is_named() -> None:
    def quiz(right: str) -> dict[str, Any]:
        options = [{"html": name, "weight": "1" if name == right else "0"} for name in ("Sydney", "Canberra")]
        return {"questions": [{"uuid": NAMES[8], "title": "Capital", "options": options}]}

    old = course(module(0, "A", lesson(4, "Check", content=quiz("Sydney"))))
    new = course(module(0, "A", lesson(4, "Check", content=quiz("Canberra"))))

    (entry,) = told(old, new)
    assert (entry["code"], entry["values"]["number"]) == ("question-changed", 1)
    assert ("option-right", "B") in [(one["code"], one["values"]["letter"]) for one in entry["details"]]
