"""A living gradebook of the demo school: categories, letters, own columns, marks given, missing and excused."""

import datetime
from decimal import Decimal
from typing import Any

from edusync.courses.models import Course
from edusync.grading.models import GradeItem
from edusync.grading.queries import items_of
from edusync.grading.queries.learners import learners_in_book
from edusync.grading.services import (
    Change,
    add_item,
    change_grades,
    change_item,
    recompute_course,
    save_rules,
    save_scheme,
)
from edusync.identity.models import User
from edusync.kernel import clock

LETTERS = ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "F"))
CATEGORIES = (("Quizzes", 2, 0), ("Written work", 3, 0), ("In the room", 1, 1))
KINDS = {"quiz": "Quizzes", "assignment": "Written work"}
# Title, points at most, whether learners see it.
COLUMNS = (("Seminar talk", 20, True), ("Reading diary", 10, True), ("Oral exam", 30, False))


def furnish_gradebook(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """The first course, after its learners have learned: rules, three columns, marks of most learners."""
    course, teacher = courses[0], people["ines"]
    scheme = save_scheme(
        organization_id=course.organization_id,
        by_id=people["admin"].pk,
        name="Letters",
        pass_percent=Decimal(60),
        bands=[(Decimal(bound), letter) for bound, letter in LETTERS],
    )
    with clock.frozen(until - datetime.timedelta(days=9)):
        save_rules(
            course=course,
            base_version=0,
            by_id=teacher.pk,
            categories=[
                {"name": name, "weight": Decimal(weight), "drop_lowest": drop, "drop_highest": 0}
                for name, weight, drop in CATEGORIES
            ],
            scheme_id=scheme.pk,
            aggregation="points",
            missing="zero",
        )
        sort_in(course, teacher)
        columns = [make_column(course, teacher, *column) for column in COLUMNS]
    give_marks(course, teacher, columns, until=until)
    recompute_course(course_id=course.pk)


def sort_in(course: Course, teacher: User) -> None:
    """What fills itself goes into its category."""
    for item in items_of(course.pk):
        name = KINDS.get(item.source_kind)
        if name:
            change_item(
                item=item,
                base_version=item.row_version,
                by_id=teacher.pk,
                category_id=category_named(course, name),
            )


def category_named(course: Course, name: str) -> int:
    """Id of the category."""
    rows: Any = GradeItem._meta.get_field("category").related_model
    return int(rows.objects.get(course=course, name=name).pk)


def make_column(course: Course, teacher: User, title: str, max_points: int, is_posted: bool) -> GradeItem:
    """A column of the book's own."""
    item = add_item(
        course_id=course.pk,
        organization_id=course.organization_id,
        by_id=teacher.pk,
        title=title,
        max_points=Decimal(max_points),
        category_id=category_named(course, "In the room"),
    )
    return change_item(item=item, base_version=1, by_id=teacher.pk, is_posted=True) if is_posted else item


def give_marks(course: Course, teacher: User, columns: list[GradeItem], *, until: datetime.datetime) -> None:
    """Marks by a plain rule; one in nine is missing, one in eleven excused, the oral exam has only begun."""
    learners = list(learners_in_book(course.pk).values_list("pk", flat=True))
    for number, item in enumerate(columns):
        changes = [
            mark_of(item, enrollment_id, place * 7 + number * 5)
            for place, enrollment_id in enumerate(learners)
            if item.posted_at or place % 3 == 0
        ]
        with clock.frozen(until - datetime.timedelta(days=7 - 2 * number)):
            change_grades(course_id=course.pk, changes=changes, by_id=teacher.pk)


def mark_of(item: GradeItem, enrollment_id: int, seed: int) -> Change:
    """One cell."""
    if seed % 9 == 8:
        return Change(enrollment_id, item.pk, "missing")
    if seed % 11 == 10:
        return Change(enrollment_id, item.pk, "excuse", reason="Ill that week.")
    return Change(enrollment_id, item.pk, points=item.max_points * (55 + seed % 46) / 100)
