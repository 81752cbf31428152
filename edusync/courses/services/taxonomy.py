"""Changes of what courses are filed under: the category tree, tags, and which courses are featured."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from edusync.courses.models import Category, Course, CourseCategory, CourseLanguage, CourseTag, Tag
from edusync.courses.problems import CategoryNotEmpty, CategoryTreeConflict, NameTaken
from edusync.courses.services import fields
from edusync.courses.slugs import short_code, slug_of
from edusync.kernel import audit, clock
from edusync.kernel.tenancy import current_organization_id

# Also in the triggers `category_tree_on_insert` and `category_tree_on_update`.
MAX_DEPTH = 6


def _live() -> Any:
    return Category.objects.filter(deleted_at=None)


def _lock_tree() -> dict[int, Category]:
    """All live categories, locked: two moves at once could close a ring that neither sees."""
    return {row.pk: row for row in _live().select_for_update().order_by("position", "name", "id")}


@transaction.atomic
def create_category(
    *, name: str, by_id: int | None, parent_id: int | None = None, slug: str = "", **values: Any
) -> Category:
    """A new category, last below its parent. `values`: kind, icon, description.

    Raises ValidationProblem, NameTaken, CategoryTreeConflict when it would lie too deep.
    """
    tree = _lock_tree()
    _require_free_name(tree, name, parent_id)
    _require_place(tree, None, parent_id)
    last = _live().filter(parent_id=parent_id).aggregate(last=Max("position"))["last"]
    row = Category(
        name=name, parent_id=parent_id, position=0 if last is None else last + 1, slug="", **values
    )
    row.organization_id = current_organization_id()
    row.slug = _free_slug(tree, slug or slug_of(name) or f"category-{short_code()}")
    row.save(force_insert=True)
    audit.record("courses.category.created", actor=by_id, target=("category", row.pk), facts={"name": name})
    return row


def _free_slug(tree: dict[int, Category], wanted: str, *, own_id: int | None = None) -> str:
    taken = {row.slug for row in tree.values() if row.pk != own_id}
    wanted = wanted[:110]
    return next(
        slug
        for slug in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
        if slug not in taken
    )


def _require_free_name(
    tree: dict[int, Category], name: str, parent_id: int | None, *, own_id: int | None = None
) -> None:
    """Raise NameTaken when a sibling is called so."""
    for row in tree.values():
        if row.parent_id == parent_id and row.pk != own_id and row.name.casefold() == name.casefold():
            raise NameTaken(name=name)


def _require_place(tree: dict[int, Category], own: Category | None, parent_id: int | None) -> None:
    """Raise ValidationProblem for an unknown parent, CategoryTreeConflict for a ring or a tree too deep."""
    if parent_id is None:
        return
    if parent_id not in tree:
        raise fields.invalid("/parent_id", "unknown-category", "No such category.")
    above, place = 0, tree.get(parent_id)
    while place is not None:
        if own is not None and place.pk == own.pk:
            raise CategoryTreeConflict("A category cannot stand below itself.", reason="ring")
        above += 1
        place = tree.get(place.parent_id or 0)
    if above + (_height(tree, own.pk) if own else 1) > MAX_DEPTH:
        raise CategoryTreeConflict(f"The tree is at most {MAX_DEPTH} levels deep.", reason="depth")


def _height(tree: dict[int, Category], pk: int) -> int:
    children = [row.pk for row in tree.values() if row.parent_id == pk]
    return 1 + max((_height(tree, child) for child in children), default=0)


@transaction.atomic
def update_category(*, category: Category, by_id: int | None, **values: Any) -> Category:
    """Change name, slug, kind, icon or description. Raises NameTaken."""
    tree = _lock_tree()
    if "name" in values:
        _require_free_name(tree, values["name"], category.parent_id, own_id=category.pk)
    if "slug" in values and _free_slug(tree, values["slug"], own_id=category.pk) != values["slug"]:
        raise NameTaken(name=values["slug"])
    for name, value in values.items():
        setattr(category, name, value)
    category.save(update_fields=[*values, "updated_at"])
    audit.record(
        "courses.category.updated",
        actor=by_id,
        target=("category", category.pk),
        facts={"fields": sorted(values)},
    )
    return category


@transaction.atomic
def move_category(*, category: Category, parent_id: int | None, position: int, by_id: int | None) -> Category:
    """Put it below another one (None: to the top), before `position` of those there.

    Raises CategoryTreeConflict (`reason` ring or depth), NameTaken, ValidationProblem.
    """
    tree = _lock_tree()
    _require_place(tree, category, parent_id)
    _require_free_name(tree, category.name, parent_id, own_id=category.pk)
    siblings = [row for row in tree.values() if row.parent_id == parent_id and row.pk != category.pk]
    siblings.insert(min(position, len(siblings)), category)
    category.parent_id = parent_id
    category.save(update_fields=["parent", "updated_at"])
    for number, row in enumerate(siblings):
        if row.position != number or row.pk == category.pk:
            Category.objects.filter(pk=row.pk).update(position=number)
    audit.record(
        "courses.category.moved",
        actor=by_id,
        target=("category", category.pk),
        facts={"parent_id": parent_id},
    )
    category.refresh_from_db()
    return category


@transaction.atomic
def merge_categories(*, category: Category, into: Category, by_id: int | None) -> Category:
    """Move courses and subcategories into another category and delete the first. Raises CategoryTreeConflict."""
    tree = _lock_tree()
    if category.pk == into.pk:
        raise CategoryTreeConflict("A category cannot be merged into itself.", reason="ring")
    for row in [row for row in tree.values() if row.parent_id == category.pk]:
        if row.pk == into.pk:
            raise CategoryTreeConflict("Merge into a category that is not below it.", reason="ring")
        _require_place(tree, row, into.pk)
        _require_free_name(tree, row.name, into.pk)
        Category.objects.filter(pk=row.pk).update(parent=into)
    moved = _move_courses(category, into)
    _delete(category)
    audit.record(
        "courses.category.merged",
        actor=by_id,
        target=("category", into.pk),
        facts={"from": category.name, "courses": moved},
    )
    return into


def _move_courses(category: Category, into: Category) -> int:
    """File the courses under the other category; one in both keeps one link, the primary one if either was."""
    both = CourseCategory.objects.filter(category=into).values("course_id")
    doubled = CourseCategory.objects.filter(category=category, course_id__in=list(
        both.values_list("course_id", flat=True)
    ))  # fmt: skip
    primary = list(doubled.filter(is_primary=True).values_list("course_id", flat=True))
    number = CourseCategory.objects.filter(category=category).count()
    doubled.delete()
    CourseCategory.objects.filter(category=into, course_id__in=primary).update(is_primary=True)
    # As new rows: triggers tell the catalog of rows made and deleted.
    rows = list(CourseCategory.objects.filter(category=category).values_list("course_id", "is_primary"))
    CourseCategory.objects.filter(category=category).delete()
    for course_id, is_primary in rows:
        CourseCategory.objects.create(course_id=course_id, category=into, is_primary=is_primary)
    return number


def _delete(category: Category) -> None:
    category.deleted_at = clock.now()
    category.save(update_fields=["deleted_at", "updated_at"])


@transaction.atomic
def delete_category(*, category: Category, by_id: int | None, move_to: Category | None = None) -> None:
    """Delete it; its courses go to `move_to`, its subcategories one level up.

    Raises CategoryNotEmpty when it has courses and nobody says where they go.
    """
    tree = _lock_tree()
    number = CourseCategory.objects.filter(category=category, course__deleted_at=None).count()
    if number and move_to is None:
        raise CategoryNotEmpty(course_count=number)
    for row in [row for row in tree.values() if row.parent_id == category.pk]:
        _require_free_name(tree, row.name, category.parent_id)
        Category.objects.filter(pk=row.pk).update(parent_id=category.parent_id)
    if move_to is not None:
        _move_courses(category, move_to)
    else:
        CourseCategory.objects.filter(category=category).delete()
    _delete(category)
    audit.record(
        "courses.category.deleted",
        actor=by_id,
        target=("category", category.pk),
        facts={"name": category.name, "courses": number},
    )


@transaction.atomic
def rename_tag(*, tag: Tag, name: str, by_id: int | None) -> Tag:
    """Call a tag otherwise; courses keep it. Raises NameTaken when another one is called so: merge them then."""
    slug = slug_of(name)[:60] or tag.slug
    if Tag.objects.exclude(pk=tag.pk).filter(slug=slug).exists():
        raise NameTaken(name=name)
    before, tag.name, tag.slug = tag.name, name, slug
    try:
        with transaction.atomic():
            tag.save(update_fields=["name", "slug", "updated_at"])
    except IntegrityError as error:
        raise NameTaken(name=name) from error
    audit.record(
        "courses.tag.renamed", actor=by_id, target=("tag", tag.pk), facts={"from": before, "to": name}
    )
    return tag


@transaction.atomic
def merge_tags(*, tag: Tag, into: Tag, by_id: int | None) -> Tag:
    """Give its courses the other tag and delete it. Raises ValidationProblem for the same one."""
    if tag.pk == into.pk:
        raise fields.invalid("/into_id", "same", "Choose another tag.")
    has = set(CourseTag.objects.filter(tag=into).values_list("course_id", flat=True))
    own = list(CourseTag.objects.filter(tag=tag).values_list("course_id", flat=True))
    CourseTag.objects.filter(tag=tag).delete()
    for course_id in own:
        if course_id not in has:
            CourseTag.objects.create(course_id=course_id, tag=into)
    audit.record(
        "courses.tag.merged",
        actor=by_id,
        target=("tag", into.pk),
        facts={"from": tag.name, "courses": len(own)},
    )
    tag.delete()
    return into


@transaction.atomic
def delete_tag(*, tag: Tag, by_id: int | None) -> None:
    """Take the tag from all courses."""
    number = CourseTag.objects.filter(tag=tag).count()
    CourseTag.objects.filter(tag=tag).delete()
    audit.record(
        "courses.tag.deleted",
        actor=by_id,
        target=("tag", tag.pk),
        facts={"name": tag.name, "courses": number},
    )
    tag.delete()


@transaction.atomic
def feature_courses(*, ids: Sequence[int], by_id: int | None) -> None:
    """Show exactly these courses first, in this order. Raises ValidationProblem for one that is not published."""
    wanted = list(dict.fromkeys(ids))
    rows = Course.objects.filter(pk__in=wanted, status=Course.Status.PUBLISHED, deleted_at=None)
    known = set(rows.values_list("pk", flat=True))
    for place, course_id in enumerate(wanted):
        if course_id not in known:
            raise fields.invalid(f"/ids/{place}", "unknown-course", "No such published course.")
    changed = {"row_version": F("row_version") + 1}
    Course.objects.filter(is_featured=True).exclude(pk__in=wanted).update(
        is_featured=False, featured_position=0, **changed
    )
    for place, course_id in enumerate(wanted):
        Course.objects.filter(pk=course_id).exclude(is_featured=True, featured_position=place).update(
            is_featured=True, featured_position=place, **changed
        )
    audit.record("courses.featured.chosen", actor=by_id, facts={"courses": wanted})


@transaction.atomic
def set_languages(*, course: Course, codes: Sequence[str]) -> None:
    """Offer the course in exactly these languages besides its own. Raises ValidationProblem."""
    wanted = {fields.language_of(code, pointer=f"/languages/{place}") for place, code in enumerate(codes)}
    links = CourseLanguage.objects.filter(course=course)
    links.exclude(language_id__in=wanted).delete()
    known = set(CourseLanguage.objects.filter(course=course).values_list("language_id", flat=True))
    for code in sorted(wanted - known - {course.language_id}):
        CourseLanguage.objects.create(course=course, language_id=code)
