"""Reads of imports, permission-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from edusync.courses.models import Course, Language, Lesson, Module
from edusync.credentials.models import Certificate
from edusync.enrollment.models import Enrollment
from edusync.identity.models import Organization, UserSetting
from edusync.integrations.models import ContentImportJob, ContentImportNode, UserImportJob, UserImportRow
from edusync.progress.models import LessonProgress

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


def known_language(wanted: str) -> str:
    """The language of a course as the site knows it: the whole tag, its first part, or English."""
    tag = wanted.strip().replace("_", "-")
    candidates = [tag, tag.partition("-")[0].lower()]
    known = set(Language.objects.filter(code__in=candidates).values_list("code", flat=True))
    return next((code for code in candidates if code in known), "en")


def titles_beginning(start: str) -> set[str]:
    """Titles of living courses that begin so."""
    rows = Course.objects.filter(title__startswith=start, deleted_at=None)
    return set(rows.values_list("title", flat=True))


def organization_id_of(slug: str) -> int | None:
    """Id of the organization of that slug."""
    return Organization.objects.filter(slug=slug).values_list("pk", flat=True).first()


def course_rows() -> QuerySet[Course]:
    """Courses of the organization."""
    return Course.objects.filter(deleted_at=None)


def module_rows() -> QuerySet[Module]:
    """Modules of the organization."""
    return Module.objects.filter(deleted_at=None)


def enrollment_rows() -> QuerySet[Enrollment]:
    """Enrollments of the organization."""
    return Enrollment.objects.all()


def progress_rows() -> QuerySet[LessonProgress]:
    """Progress in lessons of the organization."""
    return LessonProgress.objects.all()


def certificate_rows() -> QuerySet[Certificate]:
    """Certificates of the organization."""
    return Certificate.objects.all()


def setting_rows() -> QuerySet[UserSetting]:
    """Settings of people."""
    return UserSetting.objects.all()


def people_imports() -> QuerySet[UserImportJob]:
    """All imports of people."""
    return UserImportJob.objects.all()


def people_import_rows(job: UserImportJob) -> QuerySet[UserImportRow]:
    """Rows of the report of an import."""
    return UserImportRow.objects.filter(job=job)
