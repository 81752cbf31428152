"""Rule trees: how they are read, when they let in, what they say is missing, and that none waits for itself."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.rules import (
    MAX_CONDITIONS,
    Lock,
    Names,
    RuleFacts,
    clean_tree,
    compile_locks,
    unreachable_lessons,
)
from edusync.kernel.problems import ValidationProblem

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
NAMES = Names(
    lessons={1: "Soil", 2: "Water", 3: "Light"},
    modules={9: ("Basics", (1, 2)), 8: ("Empty", ())},
    courses={5: ("botany", "Botany")},
    groups={4: "Class 7b"},
)


def leaf(kind: str, **values: Any) -> dict[str, Any]:
    return {"type": kind, **values}


def lock_of(tree: dict[str, Any], *, is_hidden: bool = False) -> Lock | None:
    return compile_locks([((1,), clean_tree(tree), is_hidden)], NAMES).by_lesson.get(1)


def reasons(tree: dict[str, Any], **facts: Any) -> list[dict[str, Any]]:
    lock = lock_of(tree)
    found = lock.for_learner(RuleFacts(**facts), NOW) if lock else None
    return found["reasons"] if found else []


def pointers(tree: Any) -> list[str]:
    with pytest.raises(ValidationProblem) as caught:
        clean_tree(tree)
    return [f"{error.pointer} {error.code}" for error in caught.value.errors]


class TestReading:
    """Every fault is named by its place."""

    @pytest.mark.parametrize(
        ("tree", "faults"),
        [
            ([], ["/tree not-a-condition"]),
            ({"type": "perhaps"}, ["/tree/type not-a-choice"]),
            ({"type": ["all"]}, ["/tree/type not-a-choice"]),
            ({"type": "all"}, ["/tree/of not-a-list"]),
            ({"type": "not", "of": []}, ["/tree/of not-one"]),
            (leaf("lesson-done"), ["/tree/lesson_id out-of-range"]),
            (leaf("lesson-done", lesson_id=True), ["/tree/lesson_id out-of-range"]),
            (leaf("lesson-score", lesson_id=1, percent=101), ["/tree/percent out-of-range"]),
            (leaf("days-after-enrollment", days=-1), ["/tree/days out-of-range"]),
            (leaf("date"), ["/tree no-date"]),
            (leaf("date", **{"from": "2026-03-03T00:00:00"}), ["/tree/from not-an-instant"]),
            (leaf("date", **{"from": "soon"}), ["/tree/from not-an-instant"]),
            (leaf("date", **{"from": "0001-01-01T00:00:00+14:00"}), ["/tree/from not-an-instant"]),
            (
                leaf("date", **{"from": "2026-03-03T00:00:00Z", "until": "2026-03-02T00:00:00Z"}),
                ["/tree/until before-start"],
            ),
            (
                {"type": "any", "of": [leaf("group", group_id=1), leaf("group", group_id="x")]},
                ["/tree/of/1/group_id out-of-range"],
            ),
        ],
    )
    def test_faults(self, tree: Any, faults: list[str]) -> None:
        assert pointers(tree) == faults

    def test_too_deep_and_too_many(self) -> None:
        tree: dict[str, Any] = leaf("lesson-done", lesson_id=1)
        for _ in range(6):
            tree = {"type": "all", "of": [tree]}
        assert pointers(tree) == ["/tree/of/0/of/0/of/0/of/0 too-deep"]
        many = {"type": "any", "of": [leaf("lesson-done", lesson_id=1)] * (MAX_CONDITIONS * 100)}
        assert pointers(many) == [f"/tree/of/{MAX_CONDITIONS} too-many"]

    def test_zones_become_utc_and_strangers_are_dropped(self) -> None:
        tree = clean_tree(leaf("date", **{"from": "2026-03-03T00:00:00+05:30"}, color="red"))
        assert tree == {
            "type": "all",
            "of": [{"type": "date", "from": "2026-03-02T18:30:00Z", "until": None}],
        }


class TestReasons:
    """What is missing, in facts for words."""

    def test_dates(self) -> None:
        tree = leaf("date", **{"from": "2026-03-03T00:00:00Z"})
        assert reasons(tree) == [
            {"kind": "opens-at", "at": datetime.datetime(2026, 3, 3, tzinfo=datetime.UTC)}
        ]
        assert reasons(leaf("date", until="2026-02-03T00:00:00Z"))[0]["kind"] == "closed-at"
        assert reasons(leaf("date", until="2026-03-01T12:00:01Z")) == []

    def test_drip_counts_from_enrollment(self) -> None:
        tree = leaf("days-after-enrollment", days=7)
        assert reasons(tree) == [{"kind": "days-after-enrollment", "days": 7}]
        enrolled = NOW - datetime.timedelta(days=6)
        assert reasons(tree, enrolled_at=enrolled) == [
            {"kind": "opens-at", "at": enrolled + datetime.timedelta(days=7)}
        ]
        assert reasons(tree, enrolled_at=NOW - datetime.timedelta(days=7)) == []

    def test_work_in_this_course_and_others(self) -> None:
        score = leaf("lesson-score", lesson_id=2, percent=70)
        assert reasons(score)[0]["own_percent"] is None
        # Rounded down: 69.9 must not read as enough.
        assert reasons(score, scores={2: 69.9})[0]["own_percent"] == 69
        assert reasons(score, scores={2: 70.0}) == []
        module = leaf("module-done", module_id=9)
        assert reasons(module, states={1: "completed", 2: "started"}) == [
            {"kind": "module-done", "module": {"id": 9, "title": "Basics"}, "lessons_left": 1}
        ]
        course = leaf("course-done", course_id=5, percent=80)
        assert reasons(course, course_percents={5: 35})[0]["own_percent"] == 35
        assert reasons(course, course_percents={5: 80}) == []
        assert reasons(leaf("group", group_id=4))[0]["group"]["name"] == "Class 7b"

    def test_groups_of_conditions(self) -> None:
        done, member = leaf("lesson-done", lesson_id=2), leaf("group", group_id=4)
        both = {"type": "all", "of": [done, member]}
        assert [one["kind"] for one in reasons(both)] == ["lesson-done", "group"]
        assert [one["kind"] for one in reasons(both, group_ids=frozenset({4}))] == ["lesson-done"]
        either = reasons({"type": "any", "of": [done, member]})
        assert [one["kind"] for one in either[0]["of"]] == ["lesson-done", "group"]
        contrary = {"type": "not", "of": [member]}
        assert reasons(contrary) == []
        assert reasons(contrary, group_ids=frozenset({4}))[0]["kind"] == "not"

    def test_what_is_gone_holds_nobody_up(self) -> None:
        gone = [
            leaf("lesson-done", lesson_id=77),
            leaf("lesson-score", lesson_id=77, percent=1),
            leaf("module-done", module_id=77),
            leaf("module-done", module_id=8),
            leaf("group", group_id=77),
            leaf("course-done", course_id=77, percent=1),
        ]
        for one in gone:
            assert lock_of(one) is None
            assert lock_of({"type": "not", "of": [one]}) is None
        assert lock_of({"type": "any", "of": gone}) is None
        assert (
            reasons({"type": "all", "of": [*gone, leaf("lesson-done", lesson_id=2)]})[0]["lesson"]["id"] == 2
        )

    def test_staff_read_everything_and_are_let_in(self) -> None:
        lock = lock_of({"type": "all", "of": [leaf("date", until="2026-03-03T00:00:00Z")]}, is_hidden=True)
        assert lock is not None
        assert lock.for_staff() == {
            "is_enforced": False,
            "is_hidden": True,
            "reasons": [
                {"kind": "dates", "from": None, "until": datetime.datetime(2026, 3, 3, tzinfo=datetime.UTC)}
            ],
        }


LESSONS = range(1, 7)
LEAVES = st.one_of(
    st.builds(lambda one: leaf("lesson-done", lesson_id=one), st.sampled_from(list(LESSONS))),
    st.builds(lambda one: leaf("lesson-score", lesson_id=one, percent=50), st.sampled_from(list(LESSONS))),
    st.just(leaf("group", group_id=4)),
    st.just(leaf("days-after-enrollment", days=3)),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda kind, of: {"type": kind, "of": of},
        st.sampled_from(["all", "any"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(LESSONS)), TREES, max_size=6))
def test_reachable_is_what_a_diligent_learner_can_open(trees: dict[int, dict[str, Any]]) -> None:
    """Compares the check with a learner who takes everything that the engine really opens."""
    names = Names(lessons={one: str(one) for one in LESSONS}, groups={4: "g"})
    locks = compile_locks([((one,), tree, False) for one, tree in trees.items()], names)
    states: dict[int, str] = {}
    while True:
        facts = RuleFacts(
            enrolled_at=NOW - datetime.timedelta(days=30),
            states=states,
            scores=dict.fromkeys(states, 100.0),
            group_ids=frozenset({4}),
        )
        locked = locks.for_learner(facts, NOW)
        opened = {one: "completed" for one in LESSONS if one not in locked}
        if opened.keys() == states.keys():
            break
        states = opened
    assert set(unreachable_lessons(list(LESSONS), locks.by_lesson)) == set(LESSONS) - states.keys()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "of", "from", "until", "days", "lesson_id", "percent"]),
                inner | st.sampled_from(["all", "any", "not", "date", "lesson-done"]),
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_is_sent_is_read_or_refused(tree: Any) -> None:
    try:
        cleaned = clean_tree(tree)
    except ValidationProblem:
        return
    assert clean_tree(cleaned) == cleaned
