"""Assignments in snapshots of courses: what is asked and how, with late policy and rubric; submissions are never part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from edusync.assessment.events import GradableChanged
from edusync.assessment.models import Assignment, LatePolicy, Rubric
from edusync.assessment.rubric_content import read_rubrics, rubric_for
from edusync.courses.blocks import clean_document, document_files, document_text, fill_files, questions_of
from edusync.courses.checklist import Finding
from edusync.courses.models import Course, Lesson
from edusync.courses.queries.lessons import live_lessons
from edusync.courses.snapshots import ContentProvider
from edusync.courses.snapshots.columns import as_json, clean_row, lookups, portable_fields, row_json
from edusync.courses.translation import Found, document_pieces
from edusync.files.queries import files_by_uuid
from edusync.files.services import link_many
from edusync.kernel import events
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import FieldError, ValidationProblem

ASSIGNMENT_FIELDS = portable_fields(Assignment, frozenset({"brief"}))
POLICY_FIELDS = portable_fields(LatePolicy)
# The brief among the texts of its lesson.
BRIEF = "assignment/brief"
MAX_ENDINGS = 30


class AssignmentContent(ContentProvider):
    """Columns by name, `brief` as a block document, `late_policy` and `rubric` (by what they say) or null."""

    dates = ("opens_at", "due_at", "closes_at")

    def read(self, lesson_ids: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        """Five queries at most."""
        found: dict[int, dict[str, Any]] = {}
        by_assignment: dict[int, dict[str, Any]] = {}
        rubric_ids: dict[int, int] = {}
        rows = Assignment.objects.filter(lesson_id__in=lesson_ids)
        names = ("lesson_id", "id", "rubric_id", "brief", *lookups(ASSIGNMENT_FIELDS))
        for lesson_id, pk, rubric_id, brief, *values in rows.values_list(*names):
            content = {
                **row_json(ASSIGNMENT_FIELDS, values),
                "brief": brief,
                "late_policy": None,
                "rubric": None,
            }
            found[lesson_id] = by_assignment[pk] = content
            if rubric_id is not None:
                rubric_ids[pk] = rubric_id
        policies = LatePolicy.objects.filter(assignment_id__in=list(by_assignment))
        for pk, *values in policies.values_list("assignment_id", *lookups(POLICY_FIELDS)):
            by_assignment[pk]["late_policy"] = row_json(POLICY_FIELDS, values)
        said = read_rubrics(set(rubric_ids.values()))
        for pk, rubric_id in rubric_ids.items():
            by_assignment[pk]["rubric"] = said[rubric_id]
        return found

    @transaction.atomic
    def write(self, lesson: Lesson, data: dict[str, Any]) -> None:
        """Make the lesson ask exactly this. Raises ValidationProblem."""
        if not data or self.read([lesson.pk]).get(lesson.pk) == data:
            return
        pointer = f"/lessons/{lesson.uuid}/content"
        values = clean_row(ASSIGNMENT_FIELDS, data, files={}, pointer=pointer)
        policy = data.get("late_policy")
        if policy is not None:
            if not isinstance(policy, dict):
                raise fault(f"{pointer}/late_policy", "not-an-object", "Must be an object.")
            policy = clean_row(POLICY_FIELDS, policy, files={}, pointer=f"{pointer}/late_policy")
        present = Assignment.objects.filter(lesson=lesson).select_related("rubric").first()
        rubric = rubric_for(
            data.get("rubric"),
            present=present.rubric if present else None,
            course_id=lesson.course_id,
            pointer=f"{pointer}/rubric",
        )
        store_assignment(
            lesson=lesson,
            values=values,
            brief=data.get("brief") or {},
            policy=policy,
            rubric=rubric,
            pointer=pointer,
        )


def fault(pointer: str, code: str, detail: str) -> ValidationProblem:
    """One thing in the content is wrong."""
    return ValidationProblem(errors=[FieldError(pointer=pointer, code=code, detail=detail)])


def store_assignment(
    *,
    lesson: Lesson,
    values: Mapping[str, Any],
    brief: dict[str, Any],
    policy: Mapping[str, Any] | None,
    rubric: Rubric | None,
    pointer: str = "",
) -> Assignment:
    """Write the assignment of a lesson within the caller's transaction. Raises ValidationProblem."""
    cleaned, files = cleaned_brief(brief, pointer=f"{pointer}/brief")
    row = Assignment.objects.select_for_update().filter(lesson=lesson).first()
    is_new = row is None
    if row is None:
        row = Assignment(
            organization_id=lesson.organization_id, lesson=lesson, course_id=lesson.course_id, row_version=0
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.file_types = ",".join(endings_of(row.file_types))
    row.brief, row.rubric = cleaned, rubric
    check_rules(row, policy, pointer)
    if is_new:
        row.row_version = 1
        row.save(force_insert=True)
    else:
        save_versioned(row, [*(field.name for field in ASSIGNMENT_FIELDS), "brief", "rubric"])
    _store_policy(row, policy)
    link_many({lesson.pk: files}, place="lesson", role="assignment")
    events.publish(
        GradableChanged(course_id=lesson.course_id, lesson_id=lesson.pk, kind="assignment", source_id=row.pk)
    )
    return row


def cleaned_brief(brief: Any, *, pointer: str) -> tuple[dict[str, Any], list[Any]]:
    """The brief as it is stored, and the files in it. Raises ValidationProblem."""
    cleaned = clean_document(brief, pointer=pointer)
    if questions_of(cleaned):
        raise fault(pointer, "question-in-brief", "Practice questions have their place in pages.")
    files = files_by_uuid(set(document_files(cleaned)))
    return fill_files(cleaned, files, pointer=pointer), list(files.values())


def _store_policy(assignment: Assignment, policy: Mapping[str, Any] | None) -> None:
    if policy is None:
        LatePolicy.objects.filter(assignment=assignment).delete()
        return
    LatePolicy.objects.update_or_create(
        assignment=assignment, defaults={**policy, "organization_id": assignment.organization_id}
    )


def endings_of(text: str) -> list[str]:
    """File endings, without dots, as they were listed."""
    found = (part.strip().lstrip(".").lower() for part in text.replace(";", ",").split(","))
    return list(dict.fromkeys(part for part in found if part))


def check_rules(row: Assignment, policy: Mapping[str, Any] | None, pointer: str) -> None:
    """Raise ValidationProblem for what the database would refuse, with its place."""
    errors = [
        FieldError(pointer=f"{pointer}/{name}", code=code, detail=detail)
        for name, code, detail in (*_faults(row), *_policy_faults(policy))
    ]
    if errors:
        raise ValidationProblem(errors=errors)


def _faults(row: Assignment) -> Iterator[tuple[str, str, str]]:
    if not (row.accepts_text or row.accepts_files or row.accepts_url or row.accepts_recording):
        yield "accepts_text", "nothing-accepted", "Say at least one way to hand in."
    if row.points <= 0:
        yield "points", "too-small", "Must be more than 0."
    if row.pass_percent > 100:
        yield "pass_percent", "too-large", "At most 100."
    if not (1 <= row.max_files <= 50 and row.max_megabytes >= 1):
        yield "max_files", "out-of-range", "From 1 to 50 files of at least 1 MB."
    if row.attempts_allowed is not None and row.attempts_allowed < 1:
        yield "attempts_allowed", "too-small", "At least 1."
    if row.opens_at and row.due_at and row.due_at < row.opens_at:
        yield "due_at", "before-opening", "Work cannot be due before it may be handed in."
    if row.closes_at and row.due_at and row.closes_at < row.due_at:
        yield "closes_at", "before-due", "It cannot close before it is due."
    endings = endings_of(row.file_types)
    if len(endings) > MAX_ENDINGS or not all(one.isascii() and one.isalnum() for one in endings):
        yield "file_types", "not-an-ending", "Endings such as pdf, docx, at most 30."


def _policy_faults(policy: Mapping[str, Any] | None) -> Iterator[tuple[str, str, str]]:
    if policy is None:
        return
    if not 0 < Decimal(policy.get("percent_per_period") or 0) <= 100:
        yield "late_policy/percent_per_period", "out-of-range", "More than 0 and at most 100."
    if not 0 <= Decimal(policy.get("floor_percent") or 0) <= 100:
        yield "late_policy/floor_percent", "out-of-range", "From 0 to 100."


def defaults() -> dict[str, Any]:
    """An assignment before anything was said about it."""
    values = {field.name: as_json(field.get_default()) for field in ASSIGNMENT_FIELDS}
    return {**values, "brief": {"version": 1, "blocks": []}, "late_policy": None, "rubric": None}


def check_assignments(course: Course) -> Iterator[Finding]:
    """Assignments that ask for nothing, in two queries."""
    titles = dict(live_lessons(course.pk).filter(kind=Lesson.Kind.ASSIGNMENT).values_list("pk", "title"))
    briefs = dict(Assignment.objects.filter(lesson__in=list(titles)).values_list("lesson_id", "brief"))
    for lesson_id, title in sorted(titles.items()):
        brief = briefs.get(lesson_id)
        if not brief or not (document_text(brief).strip() or brief.get("blocks")):
            yield Finding("empty-lesson", "warning", f"“{title}” does not say what is to be done.", lesson_id)


def lesson_texts(
    *, kinds: Mapping[int, str], documents: Mapping[int, dict[str, Any]]
) -> dict[int, list[Found]]:
    """Texts of the assignments among the lessons; one query."""
    ids = [lesson_id for lesson_id, kind in kinds.items() if kind == Lesson.Kind.ASSIGNMENT]
    rows: Iterable[tuple[int, Any]] = (
        Assignment.objects.filter(lesson_id__in=ids).values_list("lesson_id", "brief") if ids else ()
    )
    return {lesson_id: list(document_pieces(brief, prefix=BRIEF)) for lesson_id, brief in rows}
