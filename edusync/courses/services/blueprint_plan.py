"""What bringing a blueprint's changes into a copy would do, decided lesson by lesson before anything is written."""

import dataclasses
from typing import Any

from edusync.courses.models import BlueprintLink, Course
from edusync.courses.services.blueprint_facts import FACTS, decided, facts_of
from edusync.courses.services.blueprint_parts import (
    CONTENT,
    RULES,
    SETTINGS,
    STRUCTURE,
    authored,
    digest_of,
    is_moved,
    names_in,
    order_of,
    parts_of,
    translated,
)
from edusync.courses.services.blueprint_questions import carried, question_names, uncarried
from edusync.courses.snapshots import take_snapshot
from edusync.courses.snapshots.shapes import lessons_of
from edusync.kernel.ids import uuid7

Json = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, or is left as it is. `code` as the preview names it."""

    code: str
    title: str
    lesson: str = ""
    part: str = ""

    def as_json(self) -> Json:
        """In JSON's types."""
        return dataclasses.asdict(self)


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """The steps, the copy as it is and as it will be, and the UUIDs of what is new with those they come from."""

    steps: list[Step]
    before: Json
    after: Json
    origins: dict[str, str]
    blueprint: Json
    # UUIDs of the copy's questions by those of the blueprint's.
    questions: dict[str, str]

    @property
    def changes_anything(self) -> bool:
        """Whether a step writes."""
        return any(step.code not in KEPT for step in self.steps)


# Steps that only tell of a difference that stays.
KEPT = frozenset(
    {"lesson-kept", "lesson-stays-removed", "lesson-not-removed", "order-kept", "rules-kept", "fact-kept"}
)


def plan_sync(link: BlueprintLink) -> Plan:
    """Compare blueprint and copy with what both said after the last time."""
    blueprint = Course.objects.get(pk=link.blueprint_id)
    copy = Course.objects.get(pk=link.copy_id)
    return _Planner(link, take_snapshot(blueprint), take_snapshot(copy), names_in(copy)).plan()


class _Planner:
    def __init__(self, link: BlueprintLink, blueprint: Json, before: Json, names: dict[str, str]) -> None:
        self.locked = set(link.locked_parts)
        self.synced: Json = link.synced_parts or {}
        self.seen: Json = self.synced.get("lessons", {})
        self.blueprint = blueprint
        self.before = before
        self.names = dict(names)
        self.origins: dict[str, str] = {}
        self._name_new_ones()
        known = self.synced.get("questions", {})
        self.questions = question_names(blueprint, before, self.names, known)
        self.said = carried(translated(blueprint, {**self.names, **self.questions}))
        self.own = carried(before)
        self.here = {lesson["uuid"]: lesson for lesson in lessons_of(self.own)}
        self.there = {lesson["uuid"]: lesson for lesson in lessons_of(self.said)}
        self.steps: list[Step] = []
        self.taken: dict[str, Json] = {}

    def _name_new_ones(self) -> None:
        for module in self.blueprint["modules"]:
            for row in (module, *module["lessons"]):
                if row["uuid"] not in self.names:
                    self.names[row["uuid"]] = str(uuid7())
                    self.origins[self.names[row["uuid"]]] = row["uuid"]

    def plan(self) -> Plan:
        for name, lesson in self.there.items():
            self._lesson(name, lesson)
        gone = {name for name in self.here if name in self.seen and name not in self.there}
        removed = {name for name in gone if self._is_removed(name)}
        modules, practice = uncarried(self._modules(removed))
        parts = {**self.before["parts"], **self._rules(), "practice": practice or None}
        parts = {name: part for name, part in parts.items() if part is not None}
        after = {**self.before, "modules": modules, "parts": parts, "course": self._course()}
        after["files"] = {**self.blueprint.get("files", {}), **self.before.get("files", {})}
        return Plan(self.steps, self.before, after, self.origins, self.blueprint, self.questions)

    def _note(self, code: str, lesson: Json, part: str = "") -> None:
        self.steps.append(Step(code, lesson["title"], lesson["uuid"], part))

    def _lesson(self, name: str, lesson: Json) -> None:
        own = self.here.get(name)
        # One that is here but was never brought in line came with a sync that was undone.
        if own is None or name not in self.seen:
            if name in self.seen and STRUCTURE not in self.locked:
                self._note("lesson-stays-removed", lesson)
                return
            self._note("lesson-returned" if name in self.seen else "lesson-added", lesson)
            self.taken[name] = lesson
            return
        result = authored(own)
        seen = self.seen[name]
        new, now = parts_of(lesson), parts_of(result)
        for part in (CONTENT, SETTINGS):
            if self._takes(lesson, part, seen, new, now):
                settings, content = (lesson, result) if part == SETTINGS else (result, lesson)
                result = {**settings, **{name: content[name] for name in ("content", "practice")}}
        self.taken[name] = result

    def _takes(self, lesson: Json, part: str, seen: Json, new: Json, now: Json) -> bool:
        """Whether the blueprint's side of a part goes into the copy."""
        if new[part] == now[part]:
            return False
        is_changed_there = new[part] != seen.get("blueprint", {}).get(part)
        is_changed_here = now[part] != seen.get("copy", {}).get(part)
        if not is_changed_here:
            if is_changed_there:
                self._note("lesson-changed", lesson, part)
            return is_changed_there
        if part in self.locked:
            self._note("lesson-overwritten", lesson, part)
            return True
        if is_changed_there:
            self._note("lesson-kept", lesson, part)
        return False

    def _is_removed(self, name: str) -> bool:
        """Whether a lesson that the blueprint no longer has goes out of the copy too."""
        own = self.here[name]
        if not own["is_published"]:
            return False
        is_changed_here = parts_of(authored(own)) != self.seen[name].get("copy")
        if is_changed_here and STRUCTURE not in self.locked:
            self._note("lesson-not-removed", own)
            return False
        self._note("lesson-removed", own)
        return True

    def _modules(self, removed: set[str]) -> list[Json]:
        old = self.synced.get("order", {})
        is_moved_here = is_moved(order_of(self.own), old.get("copy", []))
        is_moved_there = is_moved(order_of(self.said), old.get("blueprint", []))
        follows = is_moved_there and (not is_moved_here or STRUCTURE in self.locked)
        follows = follows or (is_moved_here and STRUCTURE in self.locked)
        if is_moved_there or (is_moved_here and STRUCTURE in self.locked):
            self.steps.append(Step("order-changed" if follows else "order-kept", ""))
        leading, following = (self.said, self.own) if follows else (self.own, self.said)
        return self._merged(leading["modules"], following["modules"], removed)

    def _merged(self, leading: list[Json], following: list[Json], removed: set[str]) -> list[Json]:
        """Modules and lessons in the order of `leading`; what only `following` has comes at the end of its place."""
        placed: set[str] = set()
        others = {module["uuid"]: module for module in following}
        merged: list[Json] = []
        here = {module["uuid"]: module for module in self.own["modules"]}
        in_leading = {lesson["uuid"] for module in leading for lesson in module["lessons"]}
        for module in [*leading, *(m for m in following if m["uuid"] not in {x["uuid"] for x in leading})]:
            twin = others.get(module["uuid"], module)
            names = [lesson["uuid"] for lesson in module["lessons"]]
            names += [
                lesson["uuid"]
                for lesson in twin["lessons"]
                if lesson["uuid"] not in names and lesson["uuid"] not in in_leading
            ]
            lessons = [self._final(name) for name in names if name not in removed and name not in placed]
            placed.update(names)
            kept = [lesson for lesson in lessons if lesson is not None]
            if module["uuid"] in here or kept:
                merged.append({**here.get(module["uuid"], module), "lessons": kept})
        return merged

    def _final(self, name: str) -> Json | None:
        return self.taken.get(name) or self.here.get(name)

    def _rules(self) -> Json:
        """The rules the copy shall have, where they are the blueprint's to say."""
        seen = self.synced.get("rules", {})
        said, own = self.said["parts"].get("rules"), self.before["parts"].get("rules")
        new, now = digest_of(said), digest_of(own)
        if new == now:
            return {}
        is_changed_there, is_changed_here = new != seen.get("blueprint"), now != seen.get("copy")
        if (is_changed_there and not is_changed_here) or (is_changed_here and RULES in self.locked):
            self.steps.append(Step("rules-changed", ""))
            return {"rules": said}
        if is_changed_there:
            self.steps.append(Step("rules-kept", ""))
        return {}

    def _course(self) -> Json:
        """The copy's facts with those of the blueprint that follow. What the copy said of its own from the start stays."""
        course, said = dict(self.before["course"]), self.said["course"]
        new, now = facts_of(said), facts_of(course)
        seen = self.synced.get("course", {}).get("blueprint", {})
        for part, columns in FACTS.items():
            code = decided(new=new[part], now=now[part], was=seen.get(part), is_locked=part in self.locked)
            if code:
                self.steps.append(Step(code, "", part=str(part)))
            if code and code not in KEPT:
                course |= {name: said.get(name) for name in columns}
        return course
