"""Reads of imports, permission-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from edusync.courses.models import Lesson, Module
from edusync.integrations.models import ContentImportJob, ContentImportNode

_DIGESTS = ("package_sha256", "source_digest")
_MOST_DUPLICATES = 200


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A course that came from the same source."""

    job: ContentImportJob
    slug: str
    title: str

    def as_json(self) -> dict[str, Any]:
        """Slug, title and when it was imported."""
        instant = self.job.finished_at
        return {"slug": self.slug, "title": self.title, "imported_at": instant and instant.isoformat()}


def imports_of_organization() -> QuerySet[ContentImportJob]:
    """All imports, with what a list shows."""
    return ContentImportJob.objects.select_related("course")


def nodes_of(job: ContentImportJob) -> QuerySet[ContentImportNode]:
    """Lines of the report, with the lesson each became part of."""
    return ContentImportNode.objects.filter(job=job).select_related("lesson")


def duplicates_of(job: ContentImportJob, *, limit: int = 5) -> list[Duplicate]:
    """Living courses that earlier imports made of the same source, newest first."""
    return duplicates_for([job])[job.pk][:limit]


def duplicates_for(jobs: Sequence[ContentImportJob]) -> dict[int | None, list[Duplicate]]:
    """`duplicates_of` for many jobs, in one query."""
    same = Q(pk__in=())
    for name in ("package_sha256", "source_digest", "source_identity"):
        if values := {getattr(job, name) for job in jobs} - {""}:
            same |= Q(**{f"{name}__in": values})
    rows = list(
        ContentImportJob.objects.filter(same, state=ContentImportJob.State.FINISHED, is_dry_run=False)
        .filter(course__isnull=False, course__deleted_at=None)
        .select_related("course")
        .order_by("-id")[:_MOST_DUPLICATES]
    )
    return {
        job.pk: [
            Duplicate(row, row.course.slug, row.course.title)
            for row in rows
            if row.course is not None and row.pk != job.pk and _is_same_source(job, row)
        ]
        for job in jobs
    }


def _is_same_source(one: ContentImportJob, other: ContentImportJob) -> bool:
    if any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in _DIGESTS):
        return True
    return bool(one.source_identity) and (one.format, one.source_identity) == (
        other.format,
        other.source_identity,
    )


def present_outline(course_id: int) -> list[dict[str, Any]]:
    """Titles of the modules and lessons of a course as it is now, drafts too."""
    modules = Module.objects.filter(course_id=course_id, deleted_at=None).order_by("position", "id")
    found: dict[int, dict[str, Any]] = {row.pk: {"title": row.title, "lessons": []} for row in modules}
    lessons = Lesson.objects.filter(course_id=course_id, deleted_at=None).order_by("position", "id")
    for module_id, title in lessons.values_list("module_id", "title"):
        if module_id in found:
            found[module_id]["lessons"].append(title)
    return list(found.values())
