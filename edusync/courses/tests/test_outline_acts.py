"""Acts on an outline: whole orders, many at once, copies, and taking back."""

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.courses import services
from edusync.courses.layout import Layout, layout_tag, lesson_ids_of, with_lessons
from edusync.courses.models import Course, Lesson, Module, OutlineChange, Page, SearchDocument
from edusync.courses.problems import ChangeGone, OutlineConflict
from edusync.courses.services import outline
from edusync.courses.testing import lessons_of, make_course, page_document
from edusync.kernel.problems import ValidationProblem

pytestmark = pytest.mark.django_db


def present(course: Course) -> Layout:
    return outline.read_layout(course.pk)


def order(course: Course, wanted: Layout, **values: Any) -> OutlineChange | None:
    tag = values.pop("tag", layout_tag(present(course)))
    return outline.order_outline(course=course, by_id=None, wanted=wanted, tag=tag, **values)[0]


def positions(course: Course) -> dict[int, list[int]]:
    """Stored positions by module, in order."""
    found: dict[int, list[int]] = {}
    rows = Lesson.objects.filter(course=course, deleted_at=None).order_by("module_id", "position")
    for module_id, position in rows.values_list("module_id", "position"):
        found.setdefault(module_id, []).append(position)
    return found


def reversed_order(layout: Layout) -> Layout:
    first, second = list(layout)
    return {second: [*reversed(layout[first])], first: [*reversed(layout[second])]}


def test_a_whole_order_is_saved_at_once(organization: Any) -> None:
    course = make_course(modules=2, lessons=3)
    wanted = reversed_order(present(course))
    change = order(course, wanted)
    assert list(present(course).items()) == list(wanted.items())
    assert change is not None
    assert change.kind == "order"
    assert all(numbers == [1, 2, 3] for numbers in positions(course).values())


def test_the_same_order_is_no_change(organization: Any) -> None:
    course = make_course(modules=2, lessons=2)
    assert order(course, present(course)) is None


def test_settings_forms_are_not_upset_by_an_order(organization: Any) -> None:
    course = make_course(modules=2, lessons=2)
    versions = {lesson.pk: lesson.row_version for lesson in lessons_of(course)}
    order(course, reversed_order(present(course)))
    assert {lesson.pk: lesson.row_version for lesson in lessons_of(course)} == versions


@pytest.mark.parametrize("fault", ["missing", "twice", "foreign"])
def test_an_order_names_everything_once(organization: Any, fault: str) -> None:
    course, other = make_course(lessons=2), make_course("Other", lessons=1)
    wanted = present(course)
    first = next(iter(wanted))
    ids = wanted[first]
    wanted[first] = {
        "missing": ids[1:],
        "twice": [*ids, ids[0]],
        "foreign": [*ids, lessons_of(other)[0].pk],
    }[fault]
    with pytest.raises(ValidationProblem):
        order(course, wanted)


def test_an_order_from_a_stale_screen_is_refused_without_its_base(organization: Any) -> None:
    course = make_course(modules=2, lessons=2)
    seen = present(course)
    order(course, reversed_order(seen))
    with pytest.raises(OutlineConflict):
        order(course, seen, tag=layout_tag(seen))


def test_two_authors_who_move_different_lessons_both_get_their_way(organization: Any) -> None:
    course = make_course(modules=2, lessons=3)
    seen = present(course)
    first, second = list(seen)
    mine, theirs = seen[first][0], seen[first][2]
    order(course, with_lessons(seen, second, [theirs], after=None))
    order(course, with_lessons(seen, second, [mine], after=seen[second][0]), tag=layout_tag(seen), base=seen)
    assert present(course)[first] == [seen[first][1]]
    assert present(course)[second] == [seen[second][0], mine, *seen[second][1:], theirs]


def test_a_lesson_added_meanwhile_is_kept_by_a_stale_order(organization: Any) -> None:
    course = make_course(modules=2, lessons=2)
    seen = present(course)
    module = Module.objects.get(pk=next(iter(seen)))
    lesson, _ = outline.add_outline_lesson(module=module, by_id=None, kind="page", title="New")
    order(course, reversed_order(seen), tag=layout_tag(seen), base=seen)
    assert lesson.pk in lesson_ids_of(present(course))
    assert len(lesson_ids_of(present(course))) == 5


def test_an_order_is_undone_and_redone(organization: Any) -> None:
    course = make_course(modules=2, lessons=3)
    before = present(course)
    change = order(course, reversed_order(before))
    assert change is not None
    outline.undo_change(change=change, by_id=None)
    assert list(present(course).items()) == list(before.items())
    with pytest.raises(ChangeGone):
        outline.undo_change(change=change, by_id=None)
    outline.redo_change(change=change, by_id=None)
    assert list(present(course).items()) == list(reversed_order(before).items())


def test_undoing_leaves_what_others_moved_since(organization: Any) -> None:
    course = make_course(modules=2, lessons=3)
    before = present(course)
    first, second = list(before)
    change = order(course, with_lessons(before, second, [before[first][0]], after=None))
    assert change is not None
    now = present(course)
    order(course, with_lessons(now, first, [now[second][0]], after=None))
    outline.undo_change(change=change, by_id=None)
    assert present(course) == {
        first: [*before[first], before[second][0]],
        second: before[second][1:],
    }


def test_deleted_lessons_and_modules_come_back_where_they_were(organization: Any) -> None:
    course = make_course(modules=2, lessons=3)
    before = present(course)
    first, second = list(before)
    change = outline.delete_from_outline(
        course=course, by_id=None, lesson_ids=[before[second][1]], module_ids=[first]
    )
    assert present(course) == {second: [before[second][0], before[second][2]]}
    assert not SearchDocument.objects.filter(lesson_id__in=before[first]).exists()
    assert change is not None
    outline.undo_change(change=change, by_id=None)
    assert list(present(course).items()) == list(before.items())
    assert SearchDocument.objects.filter(lesson_id__in=before[first]).count() == 3
    course.refresh_from_db()
    assert course.lesson_count == 6


def test_settings_of_many_change_together_and_go_back(organization: Any) -> None:
    course = make_course(modules=1, lessons=3)
    ids = [lesson.pk for lesson in lessons_of(course)]
    Lesson.objects.filter(pk=ids[0]).update(is_required=False)
    change = outline.set_outline_values(
        course=course, by_id=None, lesson_ids=ids, is_published=False, is_required=False
    )
    assert not SearchDocument.objects.filter(lesson_id__in=ids).exists()
    assert change is not None
    outline.undo_change(change=change, by_id=None)
    rows = Lesson.objects.filter(pk__in=ids).order_by("position").values_list("is_published", "is_required")
    assert list(rows) == [(True, False), (True, True), (True, True)]


def test_undoing_a_setting_respects_a_later_author(organization: Any) -> None:
    course = make_course(modules=1, lessons=1)
    lesson = lessons_of(course)[0]
    change = outline.set_outline_values(
        course=course, by_id=None, lesson_ids=[lesson.pk], title="Mine", weight=5
    )
    outline.set_outline_values(course=course, by_id=None, lesson_ids=[lesson.pk], title="Theirs")
    assert change is not None
    outline.undo_change(change=change, by_id=None)
    lesson.refresh_from_db()
    assert (lesson.title, lesson.weight) == ("Theirs", 1)


def test_settings_of_another_course_are_not_reached(organization: Any) -> None:
    course, other = make_course(lessons=1), make_course("Other", lessons=1)
    with pytest.raises(ValidationProblem):
        outline.set_outline_values(
            course=course, by_id=None, lesson_ids=[lessons_of(other)[0].pk], is_published=False
        )


@pytest.mark.parametrize(("status", "is_published"), [("draft", True), ("published", False)])
def test_a_new_lesson_is_hidden_where_learners_already_read(
    organization: Any, status: str, is_published: bool
) -> None:
    course = make_course(modules=1, lessons=2, status=status)
    first = lessons_of(course)[0]
    lesson, change = outline.add_outline_lesson(
        module=first.module, by_id=None, kind="page", title="New", after=first.pk
    )
    assert lesson.is_published is is_published
    assert present(course)[first.module_id][1] == lesson.pk
    outline.undo_change(change=change, by_id=None)
    assert lesson.pk not in lesson_ids_of(present(course))


@pytest.mark.parametrize("kind", Lesson.Kind.values)
def test_a_lesson_of_every_kind_starts_without_content(organization: Any, kind: str) -> None:
    course = make_course(modules=1, lessons=0, status="draft")
    module = Module.objects.get(course=course)
    lesson, _ = outline.add_outline_lesson(module=module, by_id=None, kind=kind, title="Begun")
    assert lesson_ids_of(present(course)) == [lesson.pk]


def test_a_blank_link_takes_its_first_address(organization: Any) -> None:
    course = make_course(modules=1, lessons=0, status="draft")
    module = Module.objects.get(course=course)
    lesson, _ = outline.add_outline_lesson(module=module, by_id=None, kind="link", title="Begun")
    services.update_lesson(lesson=Lesson.objects.get(pk=lesson.pk), detail={"url": "https://example.org/a"})
    assert Lesson.objects.get(pk=lesson.pk).link.url == "https://example.org/a"


def test_a_copy_stands_behind_its_original_with_the_same_content(organization: Any) -> None:
    course = make_course(modules=1, lessons=2)
    first = lessons_of(course)[0]
    Page.objects.filter(lesson=first).update(draft=page_document("Unpublished words."))
    change = outline.copy_in_outline(course=course, by_id=None, lesson_ids=[first.pk], label="copy")
    copy = Lesson.objects.get(pk=present(course)[first.module_id][1])
    assert (copy.title, copy.origin_uuid, copy.is_published) == ("Lesson 1.1 (copy)", first.uuid, False)
    assert copy.page.document == Page.objects.get(lesson=first).document
    assert copy.page.draft == page_document("Unpublished words.")
    outline.undo_change(change=change, by_id=None)
    assert len(lesson_ids_of(present(course))) == 2


def test_a_module_is_copied_with_its_lessons_in_order(organization: Any) -> None:
    course = make_course(modules=2, lessons=3, status="draft")
    first, second = list(present(course))
    outline.copy_in_outline(course=course, by_id=None, module_ids=[first], label="copy")
    ids = list(present(course))
    assert [ids[0], ids[2]] == [first, second]
    titles = [Lesson.objects.get(pk=one).title for one in present(course)[ids[1]]]
    assert titles == ["Lesson 1.1", "Lesson 1.2", "Lesson 1.3"]


@pytest.mark.parametrize("is_move", [False, True])
def test_lessons_go_to_another_course(organization: Any, is_move: bool) -> None:
    source, target = (
        make_course(modules=2, lessons=2),
        make_course("Target", modules=0, lessons=0, status="draft"),
    )
    first, second = list(present(source))
    sent, left = outline.send_to_course(
        source=source,
        target=target,
        by_id=None,
        lesson_ids=[present(source)[second][0]],
        module_ids=[first],
        is_move=is_move,
    )
    assert [lesson.title for lesson in lessons_of(target)] == ["Lesson 1.1", "Lesson 1.2", "Lesson 2.1"]
    assert len(lessons_of(source)) == (1 if is_move else 4)
    outline.undo_change(change=sent, by_id=None)
    assert lessons_of(target) == []
    if left is not None:
        outline.undo_change(change=left, by_id=None)
    assert len(lessons_of(source)) == 4


def test_an_order_of_300_lessons_costs_the_same_statements(
    organization: Any, django_assert_max_num_queries: Any
) -> None:
    course = make_course(modules=2, lessons=2, status="draft")
    modules = list(present(course))
    Lesson.objects.bulk_create(
        Lesson(
            organization_id=course.organization_id,
            course=course,
            module_id=modules[number % 2],
            kind="page",
            title=f"Lesson {number}",
            position=number,
        )
        for number in range(10, 306)
    )
    wanted = reversed_order(present(course))
    tag = layout_tag(present(course))
    with django_assert_max_num_queries(35):
        order(course, wanted, tag=tag)
    same = present(course)
    first = modules[0]
    swapped = {**same, first: [*reversed(same[first])]}
    with django_assert_max_num_queries(35):
        order(course, swapped)
    assert present(course) == swapped


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["move", "delete", "add", "copy", "copy_module", "set", "undo", "redo", "delete_module"]
        ),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    min_size=1,
    max_size=10,
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_any_row_of_acts_keeps_each_lesson_once_and_the_places_without_gaps(
    organization: Any, acts: list[tuple[str, int, int]]
) -> None:
    course = make_course(modules=2, lessons=2, status="draft")
    changes: list[OutlineChange] = []
    for name, first, second in acts:
        act(course, changes, name, first, second)
        layout = present(course)
        ids = lesson_ids_of(layout)
        assert len(ids) == len(set(ids)) == Lesson.objects.filter(course=course, deleted_at=None).count()
        for module_id, numbers in positions(course).items():
            assert module_id in layout
            assert numbers == list(range(1, len(numbers) + 1))
        places = Module.objects.filter(course=course, deleted_at=None).order_by("position")
        assert list(places.values_list("position", flat=True)) == list(range(1, len(layout) + 1))
    course.refresh_from_db()
    assert (
        course.lesson_count
        == Lesson.objects.filter(
            course=course, deleted_at=None, is_published=True, module__is_published=True
        ).count()
    )


def act(course: Course, changes: list[OutlineChange], name: str, first: int, second: int) -> None:
    """One act chosen by numbers; what cannot be done in this outline is left out."""
    layout = present(course)
    ids, modules = lesson_ids_of(layout), list(layout)
    change: OutlineChange | None = None
    if name in {"undo", "redo"}:
        turn_back(changes, name, first)
    elif name == "add" and modules:
        module = Module.objects.get(pk=modules[first % len(modules)])
        _, change = outline.add_outline_lesson(module=module, by_id=None, kind="quiz", title="New")
    elif name in {"copy_module", "delete_module"} and modules:
        module_id = modules[first % len(modules)]
        make = outline.copy_in_outline if name == "copy_module" else outline.delete_from_outline
        change = make(course=course, by_id=None, module_ids=[module_id])
    elif ids:
        change = on_lesson(course, name, ids[first % len(ids)], modules[second % len(modules)])
    if change is not None:
        changes.append(change)


def on_lesson(course: Course, name: str, lesson_id: int, module_id: int) -> OutlineChange | None:
    if name == "move":
        return order(course, with_lessons(present(course), module_id, [lesson_id], after=None))
    if name == "delete":
        return outline.delete_from_outline(course=course, by_id=None, lesson_ids=[lesson_id])
    if name == "copy":
        return outline.copy_in_outline(course=course, by_id=None, lesson_ids=[lesson_id])
    return outline.set_outline_values(course=course, by_id=None, lesson_ids=[lesson_id], is_published=False)


def turn_back(changes: list[OutlineChange], name: str, number: int) -> None:
    if changes:
        turn = outline.undo_change if name == "undo" else outline.redo_change
        with contextlib.suppress(ChangeGone):
            turn(change=changes[number % len(changes)], by_id=None)
