"""Conditions of a rule tree, ready to be asked: whether they are met, and what is missing, in facts for words."""

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from typing import Any

from edusync.courses.rules.reading import as_instant
from edusync.courses.rules.told import ALL_SHOWN, NO_GRADES, GradeFacts, ShownScores

Reason = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class RuleNeeds:
    """What must be known of a learner to evaluate the rules of a course."""

    lesson_ids: tuple[int, ...] = ()
    group_ids: tuple[int, ...] = ()
    course_ids: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class RuleFacts:
    """What is known of a learner. `states[lesson_id]` is "started" or "completed", scores and percents 0 to 100.

    `grades`, and what of `scores` is shown, are looked up only when a condition asks for one.
    """

    enrolled_at: datetime.datetime | None = None
    states: Mapping[int, str] = dataclasses.field(default_factory=dict)
    scores: Mapping[int, float] = dataclasses.field(default_factory=dict)
    group_ids: frozenset[int] = frozenset()
    course_percents: Mapping[int, int] = dataclasses.field(default_factory=dict)
    grades: GradeFacts = NO_GRADES
    shown: ShownScores = ALL_SHOWN

    def counted_score(self, lesson_id: int) -> float | None:
        """The best score in a lesson as far as the learner was ever told it; None where there is none."""
        best = self.scores.get(lesson_id)
        return None if best is None else self.shown.counted(lesson_id, best)

    def told_score(self, lesson_id: int) -> float | None:
        """The best score in a lesson as far as the learner may be told it now; None where there is none."""
        best = self.scores.get(lesson_id)
        return None if best is None else self.shown.told(lesson_id, best)


@dataclasses.dataclass(frozen=True, slots=True)
class Names:
    """What conditions may speak of. A lesson or module that is not here cannot be done: its condition is passed over.

    `modules[id]` is the title and the ids of the lessons that count; `courses[id]` slug and title.
    """

    lessons: Mapping[int, str] = dataclasses.field(default_factory=dict)
    modules: Mapping[int, tuple[str, tuple[int, ...]]] = dataclasses.field(default_factory=dict)
    courses: Mapping[int, tuple[str, str]] = dataclasses.field(default_factory=dict)
    groups: Mapping[int, str] = dataclasses.field(default_factory=dict)


class Condition:
    """One condition, or a group of them."""

    __slots__ = ()

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        """Whether it holds."""
        raise TypeError(f"{type(self).__name__} must say whether it is met")

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        """What is missing, for a condition that is not met."""
        return self.description()

    def description(self) -> Reason:
        """The condition itself, whoever asks."""
        raise TypeError(f"{type(self).__name__} must describe itself")


@dataclasses.dataclass(frozen=True, slots=True)
class All(Condition):
    """Every one of them."""

    of: tuple[Condition, ...]

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        return all(child.is_met(facts, now) for child in self.of)

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        unmet = [child.reason(facts, now) for child in self.of if not child.is_met(facts, now)]
        return unmet[0] if len(unmet) == 1 else {"kind": "all", "of": unmet}

    def description(self) -> Reason:
        return {"kind": "all", "of": [child.description() for child in self.of]}


@dataclasses.dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one of them."""

    of: tuple[Condition, ...]

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        return any(child.is_met(facts, now) for child in self.of)

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        return {"kind": "any", "of": [child.reason(facts, now) for child in self.of]}

    def description(self) -> Reason:
        return {"kind": "any", "of": [child.description() for child in self.of]}


@dataclasses.dataclass(frozen=True, slots=True)
class Not(Condition):
    """The contrary of one."""

    of: Condition

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        return not self.of.is_met(facts, now)

    def description(self) -> Reason:
        return {"kind": "not", "of": [self.of.description()]}


@dataclasses.dataclass(frozen=True, slots=True)
class Dates(Condition):
    """From an instant on, until an instant, or both."""

    start: datetime.datetime | None
    end: datetime.datetime | None

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        return (self.start is None or self.start <= now) and (self.end is None or now < self.end)

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        if self.start is not None and now < self.start:
            return {"kind": "opens-at", "at": self.start}
        return {"kind": "closed-at", "at": self.end}

    def description(self) -> Reason:
        return {"kind": "dates", "from": self.start, "until": self.end}


@dataclasses.dataclass(frozen=True, slots=True)
class DaysAfterEnrollment(Condition):
    """So many times 24 hours after taking the course (drip)."""

    days: int

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        opens = self.opens_at(facts)
        return opens is not None and opens <= now

    def opens_at(self, facts: RuleFacts) -> datetime.datetime | None:
        """When it opens for this learner."""
        return None if facts.enrolled_at is None else facts.enrolled_at + datetime.timedelta(days=self.days)

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        opens = self.opens_at(facts)
        return self.description() if opens is None else {"kind": "opens-at", "at": opens}

    def description(self) -> Reason:
        return {"kind": "days-after-enrollment", "days": self.days}


@dataclasses.dataclass(frozen=True, slots=True)
class LessonDone(Condition):
    """A lesson of the course is completed."""

    lesson_id: int
    title: str

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        return facts.states.get(self.lesson_id) == "completed"

    def description(self) -> Reason:
        return {"kind": "lesson-done", "lesson": {"id": self.lesson_id, "title": self.title}}


@dataclasses.dataclass(frozen=True, slots=True)
class LessonScore(Condition):
    """A score in a lesson of the course. One that its learner may not know yet counts for nothing, as a grade not posted."""

    lesson_id: int
    title: str
    percent: int

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        own = facts.counted_score(self.lesson_id)
        return own is not None and own >= self.percent

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        told = {**self.description(), "own_percent": told_percent(facts.told_score(self.lesson_id))}
        # Asked whether or not a score was noted: only some of those who tried have one.
        if facts.shown.is_withheld(self.lesson_id):
            told["is_withheld"] = True
        return told

    def description(self) -> Reason:
        lesson = {"id": self.lesson_id, "title": self.title}
        return {"kind": "lesson-score", "lesson": lesson, "percent": self.percent}


@dataclasses.dataclass(frozen=True, slots=True)
class ModuleDone(Condition):
    """All that counts in a module of the course is completed."""

    module_id: int
    title: str
    lesson_ids: tuple[int, ...]

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        return all(facts.states.get(lesson_id) == "completed" for lesson_id in self.lesson_ids)

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        left = sum(facts.states.get(lesson_id) != "completed" for lesson_id in self.lesson_ids)
        return {**self.description(), "lessons_left": left}

    def description(self) -> Reason:
        return {"kind": "module-done", "module": {"id": self.module_id, "title": self.title}}


@dataclasses.dataclass(frozen=True, slots=True)
class InGroup(Condition):
    """Being in a group of the organization."""

    group_id: int
    name: str

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        return self.group_id in facts.group_ids

    def description(self) -> Reason:
        return {"kind": "group", "group": {"id": self.group_id, "name": self.name}}


@dataclasses.dataclass(frozen=True, slots=True)
class CourseDone(Condition):
    """Another course done to a share."""

    course_id: int
    slug: str
    title: str
    percent: int

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        return facts.course_percents.get(self.course_id, 0) >= self.percent

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        return {**self.description(), "own_percent": facts.course_percents.get(self.course_id)}

    def description(self) -> Reason:
        course = {"id": self.course_id, "slug": self.slug, "title": self.title}
        return {"kind": "course-done", "course": course, "percent": self.percent}


@dataclasses.dataclass(frozen=True, slots=True)
class CourseGrade(Condition):
    """A grade in another course, by the marks that are posted."""

    course_id: int
    slug: str
    title: str
    percent: int

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        own = facts.grades.of_course(self.course_id)
        return own is not None and own >= self.percent

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        return {**self.description(), "own_percent": told_percent(facts.grades.of_course(self.course_id))}

    def description(self) -> Reason:
        course = {"id": self.course_id, "slug": self.slug, "title": self.title}
        return {"kind": "course-grade", "course": course, "percent": self.percent}


@dataclasses.dataclass(frozen=True, slots=True)
class LessonGrade(Condition):
    """The posted grade of a lesson of the course: one that is not posted counts for nothing."""

    lesson_id: int
    title: str
    percent: int

    def is_met(self, facts: RuleFacts, now: datetime.datetime) -> bool:
        own = facts.grades.of_lesson(self.lesson_id)
        return own is not None and own >= self.percent

    def reason(self, facts: RuleFacts, now: datetime.datetime) -> Reason:
        return {**self.description(), "own_percent": told_percent(facts.grades.of_lesson(self.lesson_id))}

    def description(self) -> Reason:
        lesson = {"id": self.lesson_id, "title": self.title}
        return {"kind": "lesson-grade", "lesson": lesson, "percent": self.percent}


def told_percent(own: float | None) -> int | None:
    """Rounded down: 59.9 must not read as the 60 that is asked for."""
    return None if own is None else int(own)


def compiled(tree: Mapping[str, Any], names: Names) -> Condition | None:
    """The tree as conditions; None where nothing is left to ask: what it speaks of is gone, so it holds nobody up."""
    kind = tree.get("type")
    if kind in ("all", "any", "not"):
        children = [compiled(child, names) for child in tree["of"]]
        kept = tuple(child for child in children if child is not None)
        # One way of several that cannot be gone any more must not close the others.
        if not kept:
            return None
        if kind == "not":
            return Not(kept[0])
        return All(kept) if kind == "all" else AnyOf(kept)
    maker = _MAKERS.get(str(kind))
    return maker(tree, names) if maker else None


def _dates(leaf: Mapping[str, Any], names: Names) -> Condition:
    start, end = leaf.get("from"), leaf.get("until")
    return Dates(as_instant(start) if start else None, as_instant(end) if end else None)


def _days(leaf: Mapping[str, Any], names: Names) -> Condition:
    return DaysAfterEnrollment(leaf["days"])


def _lesson_done(leaf: Mapping[str, Any], names: Names) -> Condition | None:
    title = names.lessons.get(leaf["lesson_id"])
    return None if title is None else LessonDone(leaf["lesson_id"], title)


def _lesson_score(leaf: Mapping[str, Any], names: Names) -> Condition | None:
    title = names.lessons.get(leaf["lesson_id"])
    return None if title is None else LessonScore(leaf["lesson_id"], title, leaf["percent"])


def _module_done(leaf: Mapping[str, Any], names: Names) -> Condition | None:
    found = names.modules.get(leaf["module_id"])
    return ModuleDone(leaf["module_id"], *found) if found and found[1] else None


def _group(leaf: Mapping[str, Any], names: Names) -> Condition | None:
    name = names.groups.get(leaf["group_id"])
    return None if name is None else InGroup(leaf["group_id"], name)


def _course_done(leaf: Mapping[str, Any], names: Names) -> Condition | None:
    found = names.courses.get(leaf["course_id"])
    return CourseDone(leaf["course_id"], *found, leaf["percent"]) if found else None


def _course_grade(leaf: Mapping[str, Any], names: Names) -> Condition | None:
    found = names.courses.get(leaf["course_id"])
    return CourseGrade(leaf["course_id"], *found, leaf["percent"]) if found else None


def _lesson_grade(leaf: Mapping[str, Any], names: Names) -> Condition | None:
    title = names.lessons.get(leaf["lesson_id"])
    return None if title is None else LessonGrade(leaf["lesson_id"], title, leaf["percent"])


_MAKERS: dict[str, Callable[[Mapping[str, Any], Names], Condition | None]] = {
    "date": _dates,
    "days-after-enrollment": _days,
    "lesson-done": _lesson_done,
    "lesson-score": _lesson_score,
    "module-done": _module_done,
    "group": _group,
    "course-done": _course_done,
    "course-grade": _course_grade,
    "lesson-grade": _lesson_grade,
}
