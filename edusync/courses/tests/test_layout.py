"""The order of an outline as a value: merging never loses a lesson."""

from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.layout import (
    Layout,
    as_pairs,
    from_pairs,
    layout_tag,
    lesson_ids_of,
    merge_layouts,
    moved_within,
    with_lessons,
    with_module,
    without,
)

BASE: Layout = {1: [11, 12, 13], 2: [21, 22], 3: []}


@st.composite
def orders(draw: st.DrawFn) -> Layout:
    """The modules and lessons of BASE in any order."""
    lessons = draw(st.permutations(lesson_ids_of(BASE)))
    modules = draw(st.permutations(list(BASE)))
    layout: Layout = {module_id: [] for module_id in modules}
    for lesson_id in lessons:
        layout[draw(st.sampled_from(modules))].append(lesson_id)
    return layout


@given(mine=orders(), theirs=orders())
def test_two_orders_join_to_one_that_names_each_lesson_once(mine: Layout, theirs: Layout) -> None:
    merged = merge_layouts(BASE, mine, theirs)
    assert sorted(merged) == sorted(BASE)
    assert sorted(lesson_ids_of(merged)) == sorted(lesson_ids_of(BASE))


@given(mine=orders())
def test_an_order_nobody_else_touched_comes_out_as_wanted(mine: Layout) -> None:
    assert list(merge_layouts(BASE, mine, BASE).items()) == list(mine.items())


@given(theirs=orders())
def test_doing_nothing_leaves_what_others_did(theirs: Layout) -> None:
    assert list(merge_layouts(BASE, BASE, theirs).items()) == list(theirs.items())


@given(mine=orders(), theirs=orders())
def test_undoing_what_was_merged_gives_each_lesson_once(mine: Layout, theirs: Layout) -> None:
    back = merge_layouts(mine, BASE, theirs)
    assert sorted(lesson_ids_of(back)) == sorted(lesson_ids_of(BASE))


def test_moves_of_different_lessons_both_stand() -> None:
    mine = {1: [12, 13], 2: [21, 11, 22], 3: []}
    theirs = {2: [22, 21], 1: [11, 12], 3: [13]}
    assert list(merge_layouts(BASE, mine, theirs).items()) == [(2, [22, 21, 11]), (1, [12]), (3, [13])]


def test_a_lesson_others_put_into_a_deleted_module_keeps_the_module() -> None:
    theirs = {**BASE, 3: [31]}
    assert merge_layouts(BASE, without(BASE, modules=[3]), theirs) == theirs


def test_a_lesson_others_deleted_stays_away_when_it_was_only_moved() -> None:
    mine = with_lessons(BASE, 3, [11], after=None)
    assert 11 not in lesson_ids_of(merge_layouts(BASE, mine, without(BASE, lessons=[11])))


def test_a_deleted_lesson_comes_back_behind_its_neighbor() -> None:
    after = without(BASE, lessons=[12])
    later = with_lessons(after, 1, [21], after=11)
    assert merge_layouts(after, BASE, later)[1] == [11, 12, 21, 13]


def test_a_module_is_added_where_it_is_wanted() -> None:
    assert list(with_module(BASE, 9, [91], after=1)) == [1, 9, 2, 3]
    assert list(with_module(BASE, 9, after=None)) == [1, 2, 3, 9]


def test_the_fewest_moves_are_found() -> None:
    assert moved_within([1, 2, 3, 4], [4, 1, 2, 3]) == {4}
    assert moved_within([1, 2, 3], [1, 2, 3]) == set()
    assert moved_within([1, 2, 3], [3, 9, 2]) in ({2}, {3})


def test_the_tag_tells_orders_apart_and_survives_json() -> None:
    assert layout_tag(from_pairs(as_pairs(BASE))) == layout_tag(BASE)
    assert layout_tag(with_lessons(BASE, 1, [11], after=13)) != layout_tag(BASE)
