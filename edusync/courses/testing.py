"""Ready-made courses for tests of this app and those above."""

import io
from typing import Any

from PIL import Image

from edusync.courses import services
from edusync.courses.models import Category, Course, Lesson, Module
from edusync.files.models import FileObject
from edusync.files.services import store_file
from edusync.kernel.tenancy import current_organization_id

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
CLIP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64


def page_document(text: str = "Some text to read.") -> dict[str, Any]:
    """A document of one heading and one paragraph."""
    return {
        "version": 1,
        "blocks": [
            {"id": "b1", "type": "heading", "level": 2, "text": "Heading"},
            {"id": "b2", "type": "text", "html": f"<p>{text}</p>"},
        ],
    }


def png(width: int = 8, height: int = 8, color: str = "teal") -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), color).save(target, "PNG")
    return target.getvalue()


def make_file(
    content: bytes = PDF, name: str = "handout.pdf", *, uploaded_by_id: int | None = None
) -> FileObject:
    """A stored file of the organization in context."""
    return store_file(content=content, name=name, uploaded_by_id=uploaded_by_id)


def default_detail(kind: str) -> dict[str, Any]:
    """Content that a lesson of this kind cannot do without."""
    if kind == "page":
        return {"document": page_document()}
    if kind == "video":
        return {"provider": "youtube", "external_id": "dQw4w9WgXcQ", "duration_seconds": 60}
    if kind == "document":
        return {"file": make_file()}
    if kind == "link":
        return {"url": "https://example.org/reading"}
    return {}


def make_course(
    title: str = "Programming with Python",
    *,
    modules: int = 2,
    lessons: int = 3,
    status: str = "published",
    created_by_id: int | None = None,
    kind: str = "page",
    lesson_values: dict[str, Any] | None = None,
    **values: Any,
) -> Course:
    """A course of `modules` with `lessons` each, in the status; without lessons it can only be a draft."""
    course = services.create_course(title=title, created_by_id=created_by_id, **values)
    with services.outline_edit(course_id=course.pk):
        for number in range(1, modules + 1):
            module = services.add_module(course=course, title=f"Module {number}")
            for place in range(1, lessons + 1):
                services.add_lesson(
                    module=module,
                    kind=kind,
                    title=f"Lesson {number}.{place}",
                    detail=default_detail(kind),
                    **(lesson_values or {}),
                )
    if status != "draft":
        services.publish_course(course=course, by_id=created_by_id)
    if status == "archived":
        services.archive_course(course=course, by_id=created_by_id)
    course.refresh_from_db()
    return course


def make_lesson(
    *,
    course: Course | None = None,
    module: Module | None = None,
    kind: str = "page",
    title: str = "A lesson",
    **values: Any,
) -> Lesson:
    """A lesson of a kind, in the given module, else in the course's first module, else in a new published course."""
    if module is None:
        course = course or make_course(modules=1, lessons=1)
        module = Module.objects.filter(course=course, deleted_at=None).order_by("position").first()
        module = module or services.add_module(course=course, title="Module 1")
    detail = values.pop("detail", None)
    return services.add_lesson(
        module=module,
        kind=kind,
        title=title,
        detail=default_detail(kind) if detail is None else detail,
        **values,
    )


def lessons_of(course: Course) -> list[Lesson]:
    """Live lessons of a course in order."""
    return list(
        Lesson.objects.filter(course=course, deleted_at=None).order_by("module__position", "position", "id")
    )


def make_category(name: str = "Science", slug: str = "science", **values: Any) -> Category:
    """A category of the organization in context."""
    return Category.objects.create(name=name, slug=slug, organization_id=current_organization_id(), **values)
