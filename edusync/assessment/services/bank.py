"""Banks and their categories."""

from typing import Any

from django.db import transaction
from django.db.models import F, Max

from edusync.assessment.models import QuestionBank, QuestionCategory, QuizDraw
from edusync.courses.models import Course
from edusync.courses.problems import CategoryTreeConflict, NameTaken
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tenancy import current_organization_id

# Also in the triggers `question_category_tree_on_insert` and `question_category_tree_on_update`.
MAX_DEPTH = 8


def course_bank(course: Course) -> QuestionBank:
    """The bank of the course, made when there is none."""
    bank, _ = QuestionBank.unscoped.get_or_create(
        course=course,
        defaults={
            "organization_id": course.organization_id,
            "kind": QuestionBank.Kind.COURSE,
            "title": course.title,
        },
    )
    return bank


@transaction.atomic
def open_own_bank(*, owner_id: int, title: str) -> QuestionBank:
    """The person's bank in this organization, made when there is none."""
    bank, is_new = QuestionBank.objects.get_or_create(
        owner_id=owner_id,
        organization_id=current_organization_id(),
        defaults={"kind": QuestionBank.Kind.PERSON, "title": title},
    )
    if is_new:
        _note_bank(bank, owner_id)
    return bank


@transaction.atomic
def create_bank(*, title: str, by_id: int | None) -> QuestionBank:
    """A new bank of the organization."""
    bank: QuestionBank = QuestionBank.objects.create(title=title, organization_id=current_organization_id())
    _note_bank(bank, by_id)
    return bank


def _note_bank(bank: QuestionBank, by_id: int | None) -> None:
    facts = {"kind": str(bank.kind), "title": bank.title}
    audit.record("assessment.bank.created", actor=by_id, target=("question_bank", bank.pk), facts=facts)


@transaction.atomic
def rename_bank(*, bank: QuestionBank, title: str, by_id: int | None) -> QuestionBank:
    """Another title for a bank."""
    bank.title = title
    bank.row_version += 1
    bank.save(update_fields=["title", "row_version", "updated_at"])
    audit.record(
        "assessment.bank.renamed", actor=by_id, target=("question_bank", bank.pk), facts={"title": title}
    )
    return bank


def _lock_tree(bank: QuestionBank) -> dict[int, QuestionCategory]:
    """The bank's categories, locked by its row: two moves at once could close a ring that neither sees."""
    QuestionBank.unscoped.select_for_update().get(pk=bank.pk)
    return {row.pk: row for row in QuestionCategory.objects.filter(bank=bank).order_by("position", "pk")}


@transaction.atomic
def create_category(
    *, bank: QuestionBank, name: str, by_id: int | None, parent_id: int | None = None
) -> QuestionCategory:
    """A new category, last below its parent. Raises ValidationProblem, NameTaken, CategoryTreeConflict."""
    tree = _lock_tree(bank)
    _require_place(tree, None, name, parent_id)
    siblings = QuestionCategory.objects.filter(bank=bank, parent_id=parent_id)
    last = siblings.aggregate(last=Max("position"))["last"]
    row = QuestionCategory.objects.create(
        bank=bank, name=name, parent_id=parent_id, position=0 if last is None else last + 1
    )
    _note_category(row, "created", by_id)
    return row


@transaction.atomic
def change_category(
    *, category: QuestionCategory, name: str, parent_id: int | None, by_id: int | None
) -> QuestionCategory:
    """Another name or place. Raises ValidationProblem, NameTaken, CategoryTreeConflict for a ring."""
    tree = _lock_tree(category.bank)
    _require_place(tree, category, name, parent_id)
    category.name, category.parent_id = name, parent_id
    category.save(update_fields=["name", "parent", "updated_at"])
    _note_category(category, "changed", by_id)
    return category


@transaction.atomic
def delete_category(*, category: QuestionCategory, by_id: int | None) -> None:
    """Take an empty folder away; its questions stand in the bank itself then.

    Raises CategoryTreeConflict where categories stand below it or a quiz draws from it.
    """
    tree = _lock_tree(category.bank)
    if any(row.parent_id == category.pk for row in tree.values()):
        raise CategoryTreeConflict("Categories stand below it.", reason="not-empty")
    draws = QuizDraw.objects.filter(category=category)
    if draws.filter(edition=F("quiz__edition"), quiz__lesson__deleted_at=None).exists():
        raise CategoryTreeConflict("A quiz draws its questions from it.", reason="drawn-from")
    # Editions of before draw no more: what attempts got from them is stored.
    draws.update(category=None)
    _note_category(category, "deleted", by_id)
    category.delete()


def _note_category(row: QuestionCategory, what: str, by_id: int | None) -> None:
    audit.record(
        f"assessment.question_category.{what}",
        actor=by_id,
        target=("question_category", row.pk),
        facts={"name": row.name, "bank_id": row.bank_id},
    )


def _require_place(
    tree: dict[int, QuestionCategory], own: QuestionCategory | None, name: str, parent_id: int | None
) -> None:
    own_id = own.pk if own else None
    if parent_id is not None and parent_id not in tree:
        error = FieldError(pointer="/parent_id", code="unknown-category", detail="No such category.")
        raise ValidationProblem(errors=[error])
    for row in tree.values():
        if row.parent_id == parent_id and row.pk != own_id and row.name.casefold() == name.casefold():
            raise NameTaken(name=name)
    above, place = 0, tree.get(parent_id) if parent_id is not None else None
    while place is not None:
        above += 1
        if place.pk == own_id:
            raise CategoryTreeConflict("A category cannot stand below itself.", reason="ring")
        place = tree.get(place.parent_id) if place.parent_id is not None else None
    if above + _height(tree, own_id) > MAX_DEPTH:
        raise CategoryTreeConflict(f"At most {MAX_DEPTH} levels.", reason="depth")


def _height(tree: dict[int, QuestionCategory], own_id: int | None) -> int:
    """Levels of a category with those below it; 1 for a new one."""
    if own_id is None:
        return 1
    below = [row.pk for row in tree.values() if row.parent_id == own_id]
    return 1 + max((_height(tree, each) for each in below), default=0)


def category_at(bank: QuestionBank, path: tuple[str, ...], *, by_id: int | None) -> QuestionCategory | None:
    """The category of that path of names, made where it is missing; None for an empty path. For imports."""
    place: QuestionCategory | None = None
    for name in path[:MAX_DEPTH]:
        wanted: Any = QuestionCategory.objects.filter(bank=bank, parent=place, name__iexact=name)
        place = wanted.first() or create_category(
            bank=bank, name=name, parent_id=place.pk if place else None, by_id=by_id
        )
    return place
