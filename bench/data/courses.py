"""Courses of the data sets."""

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from bench.data.rows import fixed_uuid, ids_for, insert
from edusync.assessment.services import QuestionDraft, create_quiz
from edusync.courses.models import Course, Document, ExternalLink, Lesson, Module, Page
from edusync.courses.services import create_course, publish_course
from edusync.files.models import FileObject

WORDS = [
    "learner",
    "course",
    "lesson",
    "module",
    "practice",
    "theory",
    "question",
    "answer",
    "example",
    "number",
    "table",
    "figure",
    "result",
    "method",
    "reason",
    "simple",
    "careful",
    "compare",
    "explain",
    "measure",
    "observe",
    "describe",
    "build",
    "test",
    "improve",
    "because",
    "therefore",
    "however",
    "first",
]


@dataclasses.dataclass(frozen=True)
class LessonPlan:
    """One lesson to make. `questions` for quizzes, `paragraphs` for pages."""

    kind: str
    title: str
    paragraphs: int = 3
    questions: int = 0


def sentence(seed: str, words: int = 45) -> str:
    """The same words for the same seed."""
    stream = hashlib.shake_256(seed.encode()).digest(words)
    return " ".join(WORDS[byte % len(WORDS)] for byte in stream).capitalize() + "."


def document(seed: str, paragraphs: int) -> dict[str, Any]:
    blocks = [
        {"id": f"b{number}", "type": "text", "html": f"<p>{sentence(f'{seed} {number}')}</p>"}
        for number in range(1, paragraphs + 1)
    ]
    return {"version": 1, "blocks": blocks}


def make_course(
    *, slug: str, title: str, owner_id: int, modules: Sequence[Sequence[LessonPlan]], is_large: bool = False
) -> Course:
    """A published course with these lessons, module by module."""
    course = create_course(
        title=title, slug=slug, created_by_id=owner_id, tagline=sentence(slug, 12), estimated_minutes=90
    )
    module_ids, lesson_ids = ids_for(Module), ids_for(Lesson)
    made = insert(
        Module,
        (
            Module(
                id=next(module_ids),
                organization_id=course.organization_id,
                course=course,
                title=f"Module {place}: {sentence(f'{slug} {place}', 4)}",
                position=place,
            )
            for place in range(1, len(modules) + 1)
        ),
    )
    planned = [
        (module, place, plan)
        for module, plans in zip(made, modules, strict=True)
        for place, plan in enumerate(plans, 1)
    ]
    lessons = insert(
        Lesson,
        (
            Lesson(
                id=next(lesson_ids),
                uuid=fixed_uuid(f"lesson {slug} {module.position} {place}"),
                organization_id=course.organization_id,
                course=course,
                module=module,
                kind=plan.kind,
                title=plan.title,
                position=place,
                completion="score" if plan.kind == "quiz" else "manual",
                estimated_minutes=5,
            )
            for module, place, plan in planned
        ),
    )
    _make_details(slug, [(lesson, plan) for lesson, (_, _, plan) in zip(lessons, planned, strict=True)])
    course.refresh_from_db()
    return publish_course(course=course)


def _make_details(slug: str, lessons: Sequence[tuple[Lesson, LessonPlan]]) -> None:
    insert(Page, _pages(slug, lessons))
    insert(
        ExternalLink,
        (
            ExternalLink(lesson=lesson, url=f"https://example.com/{lesson.pk}")
            for lesson, plan in lessons
            if plan.kind == "link"
        ),
    )
    files = ids_for(FileObject)
    documents = [lesson for lesson, plan in lessons if plan.kind == "document"]
    stored = insert(
        FileObject,
        (
            FileObject(
                id=next(files),
                uuid=fixed_uuid(f"file {lesson.uuid}"),
                organization_id=lesson.organization_id,
                sha256=hashlib.sha256(str(lesson.uuid).encode()).hexdigest(),
                size_bytes=120_000,
                media_type="application/pdf",
                name=f"handout-{lesson.position}.pdf",
                storage_key=f"bench/{lesson.uuid}",
            )
            for lesson in documents
        ),
    )
    insert(
        Document, (Document(lesson=lesson, file=file) for lesson, file in zip(documents, stored, strict=True))
    )
    for lesson, plan in lessons:
        if plan.kind == "quiz":
            create_quiz(lesson=lesson, questions=questions(plan.questions), pass_percent=60)


def _pages(slug: str, lessons: Sequence[tuple[Lesson, LessonPlan]]) -> Iterator[Page]:
    for lesson, plan in lessons:
        if plan.kind == "page":
            body = document(f"{slug} {lesson.pk}", plan.paragraphs)
            yield Page(lesson=lesson, document=body, text="")


def questions(count: int) -> list[QuestionDraft]:
    """Questions of all kinds in turn. The right option is always the second, the right number 42, the text "right"."""
    return [_question(number) for number in range(1, count + 1)]


def _question(number: int) -> QuestionDraft:
    stem = document(f"question {number}", 1)
    options = [(sentence(f"option {number} {place}", 5), 1 if place == 2 else 0, "") for place in range(1, 5)]
    kind = ("single_choice", "multiple_choice", "dropdown", "numerical", "text")[number % 5]
    settings: dict[str, Any] = {
        "numerical": {"answers": [{"value": "42", "tolerance": "1%"}]},
        "text": {"answers": [{"text": "right"}]},
    }.get(kind, {})
    return QuestionDraft(kind=kind, stem=stem, options=() if settings else options, settings=settings)
