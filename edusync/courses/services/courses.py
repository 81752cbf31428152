"""Making and changing a course as a whole; its states are in the `lifecycle` files."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from edusync.courses.blocks import clean_document, document_files, fill_files
from edusync.courses.models import Category, Course, CourseCategory, CourseTag, Tag
from edusync.courses.problems import CapacityBelowSeats, CourseStateConflict
from edusync.courses.services import fields, seats
from edusync.courses.services.outline_edit import announce
from edusync.courses.services.search_index import index_course
from edusync.courses.services.staff import assign_staff
from edusync.courses.services.taxonomy import set_languages
from edusync.courses.slugs import short_code, slug_of
from edusync.files.models import FileObject
from edusync.files.queries import files_by_uuid
from edusync.files.services import replace_links
from edusync.kernel import audit
from edusync.kernel.locking import save_versioned
from edusync.kernel.tenancy import current_organization_id

SLUG_TRIES = 5
# Values kept in rows of their own, not in columns of the course.
LINKS: tuple[str, ...] = ("categories", "tags", "languages")


@transaction.atomic
def create_course(*, title: str, created_by_id: int | None, slug: str = "", **values: Any) -> Course:
    """A new draft with its creator as owner. `values` as for `update_course`.

    The slug comes from the title and gets a suffix when it is taken. Raises ValidationProblem.
    """
    links = {name: values.pop(name) for name in LINKS if name in values}
    course = Course(
        organization_id=current_organization_id(),
        title=fields.title_of(title),
        created_by_id=created_by_id,
        overview={},
    )
    changed = _apply(course, values)
    _save_with_free_slug(course, slug_of(slug or title))
    if created_by_id is not None:
        assign_staff(course=course, user_id=created_by_id, duty="owner", by_id=created_by_id)
    _apply_links(course, links)
    _link_files(course, changed)
    index_course(course=course)
    audit.record("courses.course.created", actor=created_by_id, target=("course", course.pk))
    return course


def _save_with_free_slug(course: Course, wanted: str) -> None:
    """Insert under the wanted slug, or with a number or random suffix behind it when others came first."""
    base = wanted or f"course-{short_code()}"
    taken = set(Course.objects.filter(slug__startswith=base, deleted_at=None).values_list("slug", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if (base if n == 1 else f"{base}-{n}") not in taken)
    candidate = base if number == 1 else f"{base}-{number}"
    for _ in range(SLUG_TRIES):
        course.slug = candidate
        try:
            with transaction.atomic():
                course.save(force_insert=True)
            return
        except IntegrityError:
            # Somebody took the slug between our look and our insert.
            candidate = f"{base}-{short_code()}"
    raise CourseStateConflict("No free address was found for the course.")


@transaction.atomic
def update_course(*, course: Course, by_id: int | None = None, **values: Any) -> Course:
    """Change facts of a course: title, tagline, overview, outcomes, level, language, estimated_minutes, access,
    capacity, is_featured, is_certificate_on, image_file (file, its public id or None), categories (slugs, the
    first is primary), tags (names), and how people come in: is_waitlist_on, offer_hours, enrollment_opens_at,
    enrollment_closes_at, access_days, due_days, recertify_days; what passes it: required_score (percent),
    allow_retake, max_attempts.

    Raises ValidationProblem, CapacityBelowSeats, PreconditionFailed when the row changed since it was read.
    """
    links = {name: values.pop(name) for name in LINKS if name in values}
    changed = _apply(course, values)
    if "capacity" in changed:
        require_room(course)
    if changed or links:
        save_versioned(course, changed)
    if not seats.SEAT_COLUMNS.isdisjoint(changed):
        seats.tell_of_seats(course.pk)
    if "required_score" in changed:
        # Whoever has done all else completes the course now, or does not yet.
        announce(course.pk, is_weight_changed=True)
    _apply_links(course, links)
    _link_files(course, changed)
    index_course(course=course)
    audit.record(
        "courses.course.updated",
        actor=by_id,
        target=("course", course.pk),
        facts={"fields": sorted({*changed, *links})},
    )
    return course


def _apply(course: Course, values: dict[str, Any]) -> list[str]:
    """Set checked values on the row; returns the names of the columns set. Raises ValidationProblem, TypeError."""
    changed = []
    for name, value in values.items():
        reader = _READERS.get(name)
        if reader is None:
            raise TypeError(f"a course has no {name}")
        column = {"language": "language_id", "image_file": "image_file"}.get(name, name)
        setattr(course, column, reader(value))
        changed.append(name)
    require_order(course)
    return changed


def require_room(course: Course) -> None:
    """Raise CapacityBelowSeats when more seats are taken and kept free than the new capacity has; locks the course."""
    now = Course.objects.select_for_update().values("seats_taken", "seats_offered").get(pk=course.pk)
    if course.capacity is not None and now["seats_taken"] + now["seats_offered"] > course.capacity:
        raise CapacityBelowSeats(**now)


def require_order(course: Course) -> None:
    """Raise ValidationProblem when enrollment closes before it opens."""
    opens_at, closes_at = course.enrollment_opens_at, course.enrollment_closes_at
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise fields.invalid("/enrollment_closes_at", "before-start", "Must be later than the opening.")


def overview_of(value: Any) -> dict[str, Any]:
    """The overview cleaned, with the addresses of its files. Raises ValidationProblem."""
    document = clean_document(value, pointer="/overview")
    return fill_files(document, files_by_uuid(document_files(document)), pointer="/overview")


_READERS: dict[str, Any] = {
    "title": fields.title_of,
    "tagline": lambda value: fields.short_text(value, pointer="/tagline"),
    "overview": overview_of,
    "outcomes": fields.outcomes_of,
    "level": lambda value: fields.choice_of(value, Course.Level.values, pointer="/level"),
    "language": fields.language_of,
    "estimated_minutes": lambda value: fields.number_of(value, pointer="/estimated_minutes"),
    "access": lambda value: fields.choice_of(value, Course.Access.values, pointer="/access"),
    "capacity": lambda value: fields.number_or_none(value, pointer="/capacity"),
    "is_waitlist_on": bool,
    "offer_hours": lambda value: fields.number_of(value, pointer="/offer_hours", low=1, high=720),
    "enrollment_opens_at": lambda value: value,
    "enrollment_closes_at": lambda value: value,
    "access_days": lambda value: fields.days_of(value, pointer="/access_days"),
    "due_days": lambda value: fields.days_of(value, pointer="/due_days"),
    "recertify_days": lambda value: fields.days_of(value, pointer="/recertify_days"),
    "required_score": lambda value: fields.number_or_none(value, pointer="/required_score", high=100),
    "allow_retake": bool,
    "max_attempts": lambda value: fields.number_or_none(value, pointer="/max_attempts", high=1000),
    "visibility": lambda value: fields.choice_of(value, Course.Visibility.values, pointer="/visibility"),
    "meta_description": lambda value: fields.short_text(value, pointer="/meta_description", limit=320),
    "meta_keywords": lambda value: fields.short_text(value, pointer="/meta_keywords", limit=320),
    "is_featured": bool,
    "is_certificate_on": bool,
    "image_file": lambda value: None if value is None else fields.file_of(value, pointer="/image_file"),
}


def _link_files(course: Course, changed: Iterable[str]) -> None:
    """Note which files the course uses, so that who sees the course may fetch them."""
    if "image_file" in changed:
        images: list[FileObject] = [course.image_file] if course.image_file else []
        replace_links(files=images, place="course_image", place_id=course.pk, role="image")
    if "overview" in changed:
        files = files_by_uuid(document_files(course.overview)).values()
        replace_links(files=files, place="course", place_id=course.pk, role="overview")


def _apply_links(course: Course, links: dict[str, Any]) -> None:
    if "categories" in links:
        set_categories(course=course, slugs=links["categories"])
    if "tags" in links:
        set_tags(course=course, names=links["tags"])
    if "languages" in links:
        set_languages(course=course, codes=links["languages"])


@transaction.atomic
def set_categories(*, course: Course, slugs: Iterable[str]) -> None:
    """Put the course into exactly these categories; the first is its primary one. Raises ValidationProblem."""
    wanted = list(dict.fromkeys(slugs))
    known = {
        category.slug: category for category in Category.objects.filter(slug__in=wanted, deleted_at=None)
    }
    for index, slug in enumerate(wanted):
        if slug not in known:
            raise fields.invalid(f"/categories/{index}", "unknown-category", "No such category.")
    CourseCategory.objects.filter(course=course).delete()
    for index, slug in enumerate(wanted):
        CourseCategory.objects.create(course=course, category=known[slug], is_primary=index == 0)


@transaction.atomic
def set_tags(*, course: Course, names: Iterable[str]) -> None:
    """Give the course exactly these tags, making new ones where needed. Raises ValidationProblem."""
    tags: dict[str, Tag] = {}
    for index, name in enumerate(names):
        text = fields.short_text(name, pointer=f"/tags/{index}", limit=60)
        if not text:
            continue
        slug = slug_of(text)[:60] or f"tag-{short_code()}"
        known = Tag.objects.filter(name=text).first()
        tag = known or Tag.objects.get_or_create(slug=slug, defaults={"name": text})[0]
        tags[tag.slug] = tag
    CourseTag.objects.filter(course=course).delete()
    for tag in tags.values():
        CourseTag.objects.create(course=course, tag=tag)
