"""Modules and lessons, put back: rows matched by UUID, new ones made together, the rest only where they differ."""

import itertools
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from edusync.courses.events import LessonChanged
from edusync.courses.models import Course, Lesson, Module
from edusync.courses.services.outline_edit import note_change
from edusync.courses.snapshots import columns, shapes
from edusync.courses.snapshots.content_kinds import Content, provider_of, read_contents
from edusync.courses.snapshots.indexing import index_lessons
from edusync.kernel import events
from edusync.kernel.locking import save_versioned

# Columns whose change moves the sums of every enrollment.
_WEIGHING = frozenset({"is_required", "is_published", "weight", "module", "deleted_at"})


class StructureWriter:
    """Writes the modules of a snapshot into a course. `origins`: of new rows, the UUIDs they were copied from."""

    def __init__(self, course: Course, snapshot: dict[str, Any], *, origins: dict[str, str]) -> None:
        self.course = course
        self.snapshot = snapshot
        self.origins = origins
        self.modules = {str(row.uuid): row for row in Module.objects.filter(course=course)}
        rows = Lesson.objects.filter(course=course).select_related("module")
        self.lessons = {str(row.uuid): row for row in rows}
        self._created: set[str] = set()
        self._changed: set[str] = set()
        self._is_weight_changed = False

    def write(self) -> None:
        """All modules and lessons with their content. Raises ValidationProblem, PreconditionFailed."""
        self._refuse_taken()
        self._write_modules()
        self._write_lessons()
        self._hide_others()
        self._write_contents(list(shapes.lessons_of(self.snapshot)))
        self._tell()

    def write_lessons_only(self, names: Collection[str]) -> None:
        """Content and settings of some lessons that are in the course, where they stand now."""
        wanted = [lesson for lesson in shapes.lessons_of(self.snapshot) if lesson["uuid"] in names]
        wanted = [lesson for lesson in wanted if lesson["uuid"] in self.lessons]
        for lesson in wanted:
            row = self.lessons[lesson["uuid"]]
            self._check_kind(row, lesson)
            values = columns.clean_row(
                shapes.LESSON_FIELDS, lesson, files={}, pointer=f"/lessons/{lesson['uuid']}"
            )
            if row.deleted_at is not None and row.module.deleted_at is None:
                values["deleted_at"] = None
            self._save(row, values)
        self._write_contents(wanted)
        self._tell()

    def placed(self, value: Any) -> Any:
        """The value with links to lessons as this site serves them."""
        ids = {name: row.pk for name, row in self.lessons.items()}
        return shapes.site_links(value, slug=self.course.slug, ids=ids)

    def _refuse_taken(self) -> None:
        """A UUID that another course has cannot be used here, nor one of ours for another kind of thing."""
        modules = {module["uuid"] for module in self.snapshot["modules"]} - set(self.modules)
        lessons = {lesson["uuid"] for lesson in shapes.lessons_of(self.snapshot)} - set(self.lessons)
        for model, names, what in ((Module, modules, "module"), (Lesson, lessons, "lesson")):
            wanted = [uuid.UUID(name) for name in names]
            taken = model.unscoped.filter(uuid__in=wanted).values_list("uuid", flat=True)  # type: ignore[attr-defined]
            for name in taken:
                raise shapes.fault(
                    "/modules",
                    "taken",
                    f"The {what} {name} belongs to another course. Remove its id to add it.",
                )

    def _write_modules(self) -> None:
        wanted = self.snapshot["modules"]
        places = self._places([self.modules.get(module["uuid"]) for module in wanted])
        fresh: list[Module] = []
        for index, module in enumerate(wanted):
            values = columns.clean_row(shapes.MODULE_FIELDS, module, files={}, pointer=f"/modules/{index}")
            row = self.modules.get(module["uuid"])
            if row is None:
                fresh.append(
                    Module(
                        organization_id=self.course.organization_id,
                        course=self.course,
                        uuid=uuid.UUID(module["uuid"]),
                        position=places[index],
                        origin_uuid=self._origin(module["uuid"]),
                        **values,
                    )
                )
            else:
                self._save(row, {**values, "position": places[index], "deleted_at": None})
        self.modules |= self._stored(Module, fresh)

    def _write_lessons(self) -> None:
        fresh: list[Lesson] = []
        for index, module in enumerate(self.snapshot["modules"]):
            parent = self.modules[module["uuid"]]
            rows = [self.lessons.get(lesson["uuid"]) for lesson in module["lessons"]]
            # A lesson that comes from another module is not in order here yet.
            places = self._places([row if row and row.module_id == parent.pk else None for row in rows])
            for place, (lesson, row) in enumerate(zip(module["lessons"], rows, strict=True)):
                pointer = f"/modules/{index}/lessons/{place}"
                values = columns.clean_row(shapes.LESSON_FIELDS, lesson, files={}, pointer=pointer)
                if row is None:
                    fresh.append(self._new_lesson(parent, lesson, values, places[place]))
                    continue
                self._check_kind(row, lesson)
                self._save(row, {**values, "module": parent, "position": places[place], "deleted_at": None})
        self._is_weight_changed = self._is_weight_changed or bool(fresh)
        self.lessons |= self._stored(Lesson, fresh)

    def _new_lesson(
        self, parent: Module, lesson: dict[str, Any], values: dict[str, Any], position: int
    ) -> Lesson:
        return Lesson(
            organization_id=self.course.organization_id,
            course=self.course,
            module=parent,
            uuid=uuid.UUID(lesson["uuid"]),
            kind=lesson["kind"],
            position=position,
            origin_uuid=self._origin(lesson["uuid"]),
            **values,
        )

    def _origin(self, name: str) -> uuid.UUID | None:
        origin = self.origins.get(name)
        return uuid.UUID(origin) if origin else None

    def _check_kind(self, row: Lesson, lesson: dict[str, Any]) -> None:
        if row.kind != lesson["kind"]:
            raise shapes.fault(
                f"/lessons/{lesson['uuid']}/kind",
                "other-kind",
                f"The lesson “{row.title}” is of kind {row.kind}.",
            )

    def _places(self, rows: list[Any]) -> list[int]:
        """Positions for rows in their wanted order: their present ones where those are in order already."""
        present = [row.position for row in rows if row is not None and not row.deleted_at]
        if len(present) == len(rows) and all(first < second for first, second in itertools.pairwise(present)):
            return present
        return list(range(1, len(rows) + 1))

    def _stored(self, model: Any, rows: list[Any]) -> dict[str, Any]:
        """The rows saved, by UUID, with their ids: MySQL does not return those of a bulk insert."""
        model.objects.bulk_create(rows, batch_size=500)
        names = [row.uuid for row in rows]
        ids = dict(model.objects.filter(uuid__in=names).values_list("uuid", "id"))
        for row in rows:
            row.pk = ids[row.uuid]
            row._state.adding = False
            self._created.add(str(row.uuid))
        return {str(row.uuid): row for row in rows}

    def _save(self, row: Any, values: dict[str, Any]) -> None:
        """Write those values that differ from the row's."""
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(row, name, values[name])
        save_versioned(row, changed)
        self._is_weight_changed = self._is_weight_changed or bool(_WEIGHING & set(changed))
        self._changed.add(str(row.uuid))

    def _hide_others(self) -> None:
        """What the snapshot lacks stays, unpublished and behind the rest: people may have worked in it."""
        modules = {module["uuid"] for module in self.snapshot["modules"]}
        lessons = {lesson["uuid"] for lesson in shapes.lessons_of(self.snapshot)}
        for names, rows in ((modules, self.modules), (lessons, self.lessons)):
            others = [row for name, row in rows.items() if name not in names and row.deleted_at is None]
            for row in others:
                self._save(row, {"is_published": False, **self._behind(row, names, rows)})

    @staticmethod
    def _behind(row: Any, names: Collection[str], rows: dict[str, Any]) -> dict[str, int]:
        """The position of a row behind all those of its list that the snapshot names."""
        siblings = [
            other.position
            for name, other in rows.items()
            if name in names and getattr(other, "module_id", 0) == getattr(row, "module_id", 0)
        ]
        last = max(siblings, default=0)
        return {"position": last + 1} if row.position <= last else {}

    def _write_contents(self, lessons: list[dict[str, Any]]) -> None:
        """Content that differs, by kind."""
        old = [
            (self.lessons[lesson["uuid"]], lesson)
            for lesson in lessons
            if lesson["uuid"] not in self._created
        ]
        present = read_contents((row.pk, row.kind) for row, _ in old)
        by_kind: dict[str, list[tuple[Lesson, Content]]] = {}
        for lesson in lessons:
            row = self.lessons[lesson["uuid"]]
            content = self.placed(lesson.get("content", {}))
            if row.pk in present and self._is_same(row.kind, present[row.pk], content):
                continue
            by_kind.setdefault(row.kind, []).append((row, content))
        for kind, pairs in sorted(by_kind.items()):
            provider = provider_of(kind)
            if provider is None:
                continue
            provider.write_many(pairs)
            self._changed |= {str(row.uuid) for row, _ in pairs}

    @staticmethod
    def _is_same(kind: str, one: Content, other: Content) -> bool:
        return shapes.dumped(one) == shapes.dumped(other)

    def _tell(self) -> None:
        """Search, progress and whoever else follows."""
        if not self._created and not self._changed:
            return
        touched = self._created | self._changed
        rows: Iterable[Lesson] = [row for name, row in self.lessons.items() if name in touched]
        if any(name in touched for name in self.modules):
            rows = self.lessons.values()
        index_lessons(self.course, [row.pk for row in rows])
        for name in sorted(self._changed - self._created):
            if name in self.lessons:
                events.publish(LessonChanged(course_id=self.course.pk, lesson_id=self.lessons[name].pk))
        note_change(self.course.pk, is_weight_changed=self._is_weight_changed)
        self.course.refresh_from_db(fields=["outline_version", "lesson_count"])
