"""Reads the demo school's YAML files into what the services take."""

import dataclasses
from pathlib import Path
from typing import Any

import yaml

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.operations.demo.markup import document_from_markdown

FOLDER = Path(__file__).parent
CHOICES = frozenset({"single_choice", "multiple_choice", "dropdown"})


@dataclasses.dataclass(frozen=True, slots=True)
class DemoLesson:
    """One lesson as written: `facts` holds the keys of its kind."""

    kind: str
    title: str
    minutes: int
    is_preview: bool
    facts: dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class DemoCourse:
    """One course as written."""

    slug: str
    facts: dict[str, Any]
    modules: list[tuple[str, str, list[DemoLesson]]]


def read_people() -> dict[str, Any]:
    """Organization, staff and learners, each with an e-mail address."""
    people: dict[str, Any] = yaml.safe_load((FOLDER / "people.yaml").read_text("utf-8"))
    for number, person in enumerate(people["learners"]):
        person.setdefault("email", f"learner{number}@demo.edusync.test")
        person.setdefault("key", person["email"])
        person.setdefault("roles", ["learner"])
    return people


def read_courses() -> list[DemoCourse]:
    """All courses of the demo school, the showcase first."""
    courses = [
        _course(yaml.safe_load(path.read_text("utf-8")))
        for path in sorted((FOLDER / "courses").glob("*.yaml"))
    ]
    return sorted(courses, key=lambda course: course.slug != "learn-anything-and-keep-it")


def read_draft(name: str) -> DemoCourse:
    """A course that is not published."""
    return _course(yaml.safe_load((FOLDER / "drafts" / f"{name}.yaml").read_text("utf-8")))


def _course(raw: dict[str, Any]) -> DemoCourse:
    modules = [
        (module["title"], module.get("summary", ""), [_lesson(dict(lesson)) for lesson in module["lessons"]])
        for module in raw.pop("modules")
    ]
    return DemoCourse(slug=raw.pop("slug"), facts=raw, modules=modules)


def _lesson(raw: dict[str, Any]) -> DemoLesson:
    return DemoLesson(
        kind=raw.pop("kind"),
        title=raw.pop("title"),
        minutes=raw.pop("minutes", 0),
        is_preview=raw.pop("is_preview", False),
        facts=raw,
    )


def questions_of(lesson: DemoLesson) -> list[QuestionDraft]:
    """Drafts of a quiz lesson's questions."""
    return [_question(raw) for raw in lesson.facts["questions"]]


def _question(raw: dict[str, Any]) -> QuestionDraft:
    kind = raw["kind"]
    options = [
        OptionDraft(html=str(option[0]), weight=option[1], feedback=(option[2] if len(option) > 2 else ""))
        for option in raw.get("options", [])
    ]
    return QuestionDraft(
        kind=kind,
        stem=document_from_markdown(raw["stem"]),
        options=options,
        settings={} if kind in CHOICES else _SETTINGS[kind](raw["answer"]),
        explanation=raw.get("explanation", ""),
    )


def _numerical(answer: dict[str, Any]) -> dict[str, Any]:
    return {"answers": [{"value": answer["value"], "tolerance": answer["tolerance"]}]}


def _text(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "answers": [{"text": text} for text in answer["alternatives"]],
        "is_case_sensitive": answer["is_case_sensitive"],
    }


def _formula(answer: dict[str, Any]) -> dict[str, Any]:
    kept = {key: answer[key] for key in ("variables", "samples", "tolerance")}
    return {"answers": [{"formula": answer["expression"]}], **kept}


_SETTINGS = {"numerical": _numerical, "text": _text, "formula": _formula}
