"""The facts of a course, put back."""

from typing import Any

from edusync.courses.blocks import document_files
from edusync.courses.models import Category, Course, CourseCategory, CourseTag
from edusync.courses.services import fields
from edusync.courses.services.courses import overview_of, set_categories, set_tags
from edusync.courses.services.search_index import index_course
from edusync.courses.snapshots import columns, shapes
from edusync.courses.snapshots.linking import files_named
from edusync.files.models import FileObject
from edusync.files.queries import files_by_uuid
from edusync.files.services import replace_links
from edusync.kernel.locking import save_versioned

_PLAIN_FIELDS = tuple(
    Course._meta.get_field(name)
    for name in shapes.COURSE_COLUMNS
    if name not in {"overview", "outcomes", "language"}
)


def apply_facts(course: Course, facts: dict[str, Any], offer: dict[str, Any]) -> None:
    """Write those facts that differ. Raises ValidationProblem, PreconditionFailed."""
    files = files_named([facts.get("image_file")])
    values = columns.clean_row(_PLAIN_FIELDS, facts, files=files, pointer="/course")
    values |= columns.clean_row(shapes.OFFER_FIELDS, offer, files={}, pointer="/offer")
    if "title" in values:
        values["title"] = fields.title_of(values["title"], pointer="/course/title")
    if "language" in facts:
        values["language_id"] = fields.language_of(str(facts["language"]), pointer="/course/language")
    if "overview" in facts:
        values["overview"] = overview_of(facts["overview"]) if facts["overview"] else facts["overview"] or {}
    if "outcomes" in facts:
        values["outcomes"] = fields.outcomes_of(facts["outcomes"], pointer="/course/outcomes")
    changed = [name for name, value in values.items() if getattr(course, name) != value]
    for name in changed:
        setattr(course, name, values[name])
    if changed:
        save_versioned(course, changed)
    _apply_links(course, facts)
    _link_files(course, changed)
    if changed:
        index_course(course=course)


def _apply_links(course: Course, facts: dict[str, Any]) -> None:
    """Categories that this site knows, and tags, where they differ."""
    if "categories" in facts:
        wanted = [str(slug) for slug in facts["categories"] or []]
        known = set(Category.objects.filter(slug__in=wanted, deleted_at=None).values_list("slug", flat=True))
        rows = CourseCategory.objects.filter(course=course).order_by("-is_primary", "id")
        wanted = [slug for slug in wanted if slug in known]
        if list(rows.values_list("category__slug", flat=True)) != wanted:
            set_categories(course=course, slugs=wanted)
    if "tags" in facts:
        tags = [str(name) for name in facts["tags"] or []]
        if sorted(CourseTag.objects.filter(course=course).values_list("tag__name", flat=True)) != sorted(
            tags
        ):
            set_tags(course=course, names=tags)


def _link_files(course: Course, changed: list[str]) -> None:
    if "image_file" in changed:
        images: list[FileObject] = [course.image_file] if course.image_file else []
        replace_links(files=images, place="course_image", place_id=course.pk, role="image")
    if "overview" in changed:
        files = files_by_uuid(document_files(course.overview)).values()
        replace_links(files=files, place="course", place_id=course.pk, role="overview")
