"""What a learner writes before handing in: kept on the server with every pause."""

import secrets
from pathlib import PurePosixPath
from typing import IO, Any

from django.db import transaction
from django.db.models import Max

from edusync.assessment.assignment_content import endings_of, fault
from edusync.assessment.assignment_dates import dates_of
from edusync.assessment.models import Assignment, AssignmentExtension, Submission, SubmissionFile
from edusync.assessment.problems import AssignmentClosed, AssignmentNotOpen, SubmissionsUsedUp
from edusync.enrollment.models import Enrollment
from edusync.enrollment.queries import locked_enrollment
from edusync.files.models import FileObject
from edusync.files.services import MEGABYTE, link_file, safe_name, store_file, unlink_file
from edusync.kernel import clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import NotFound, PreconditionFailed
from edusync.kernel.transactions import retry_deadlocks

PLACE = "submission"
MAX_TEXT_CHARACTERS = 200_000
RECORDINGS = frozenset(
    {
        "audio/webm",
        "video/webm",
        "audio/ogg",
        "audio/mp4",
        "video/mp4",
        "audio/mpeg",
        "audio/wav",
        "video/ogg",
    }
)


def extension_of(assignment: Assignment, enrollment: Enrollment) -> AssignmentExtension | None:
    """The learner's own due date, if there is one."""
    row: AssignmentExtension | None = AssignmentExtension.objects.filter(
        assignment=assignment, enrollment=enrollment
    ).first()
    return row


def require_open(assignment: Assignment, enrollment: Enrollment) -> None:
    """Raise AssignmentNotOpen or AssignmentClosed unless work is taken now."""
    now, dates = clock.now(), dates_of(assignment, extension_of(assignment, enrollment))
    if not dates.is_begun(now):
        raise AssignmentNotOpen
    if dates.is_over(now):
        raise AssignmentClosed


def tries_of(assignment: Assignment, enrollment: Enrollment) -> list[Submission]:
    """All tries of the learner, the newest first."""
    rows = Submission.objects.filter(assignment=assignment, enrollment=enrollment)
    return list(rows.order_by("-number"))


def may_try_again(assignment: Assignment, tries: list[Submission]) -> bool:
    """Whether another try may begin: some are left, or the last one came back for rework."""
    handed_in = [row for row in tries if row.submitted_at is not None]
    if not handed_in or assignment.attempts_allowed is None:
        return True
    return handed_in[0].state == Submission.State.RETURNED or len(handed_in) < assignment.attempts_allowed


def draft_of(assignment: Assignment, enrollment: Enrollment) -> Submission:
    """The learner's draft, begun now if there is none: another try begins with what was handed in last.

    Raises SubmissionsUsedUp. The caller's transaction locks the enrollment's row.
    """
    locked_enrollment(enrollment.pk)
    tries = tries_of(assignment, enrollment)
    for row in tries:
        if row.state == Submission.State.DRAFT:
            return row
    if not may_try_again(assignment, tries):
        raise SubmissionsUsedUp
    last = tries[0] if tries else None
    draft = Submission.objects.create(
        organization_id=assignment.organization_id,
        assignment=assignment,
        enrollment=enrollment,
        number=last.number + 1 if last else 1,
        is_current=last is None,
        alias_number=free_alias(assignment),
        text=last.text if last else "",
        url=last.url if last else "",
        saved_at=clock.now(),
        max_points=assignment.points,
    )
    if last is not None:
        copy_files(last, draft)
    return draft


def free_alias(assignment: Assignment) -> int:
    """A number no learner of the assignment has. It says nothing about who came first."""
    Assignment.objects.select_for_update().get(pk=assignment.pk)
    rows = Submission.objects.filter(assignment=assignment)
    taken = set(rows.values_list("alias_number", flat=True))
    free = [number for number in range(1, max(30, 2 * len(taken)) + 1) if number not in taken]
    return secrets.choice(free)


def copy_files(source: Submission, target: Submission) -> None:
    """The learner's files of one try in another one, too."""
    rows = SubmissionFile.objects.filter(submission=source, file__isnull=False).exclude(
        role=SubmissionFile.Role.MARKED
    )
    for position, row in enumerate(rows.select_related("file").order_by("position"), start=1):
        if row.file is None:
            continue
        SubmissionFile.objects.create(
            submission=target, file=row.file, role=row.role, name=row.name, position=position
        )
        link_file(file=row.file, place=PLACE, place_id=target.pk, role=row.role)


@retry_deadlocks
@transaction.atomic
def save_draft(
    *,
    assignment: Assignment,
    enrollment: Enrollment,
    base_version: int | None,
    text: str | None = None,
    url: str | None = None,
) -> Submission:
    """Keep what was written. `base_version` is the `row_version` the learner's browser saw, 0 before the first draft.

    Raises AssignmentNotOpen, AssignmentClosed, SubmissionsUsedUp, PreconditionFailed, ValidationProblem.
    """
    require_open(assignment, enrollment)
    if text is not None and len(text) > MAX_TEXT_CHARACTERS:
        raise fault("/text", "too-long", f"At most {MAX_TEXT_CHARACTERS} characters.")
    draft = draft_of(assignment, enrollment)
    if base_version and base_version != draft.row_version:
        raise PreconditionFailed(row_version=draft.row_version)
    draft.text = draft.text if text is None else text
    draft.url = draft.url if url is None else url.strip()
    draft.saved_at = clock.now()
    save_versioned(draft, ["text", "url", "saved_at"])
    return draft


@retry_deadlocks
def add_draft_file(
    *,
    assignment: Assignment,
    enrollment: Enrollment,
    content: IO[bytes] | bytes,
    name: str,
    is_recording: bool = False,
) -> SubmissionFile:
    """Put a file, or a recording, into the draft.

    Raises AssignmentNotOpen, AssignmentClosed, SubmissionsUsedUp, ValidationProblem and what storing a file raises.
    """
    require_open(assignment, enrollment)
    name = safe_name(name)
    require_fit(assignment, name, is_recording=is_recording)
    file = store_file(
        content=content,
        name=name,
        uploaded_by_id=enrollment.learner_id,
        max_bytes=assignment.max_megabytes * MEGABYTE,
        allowed=RECORDINGS if is_recording else None,
        is_metadata_removed=True,
    )
    role = SubmissionFile.Role.RECORDING if is_recording else SubmissionFile.Role.WORK
    return _attach(assignment, enrollment, file, name, role)


def require_fit(assignment: Assignment, name: str, *, is_recording: bool) -> None:
    """Raise ValidationProblem unless the assignment takes such a file."""
    if not (assignment.accepts_recording if is_recording else assignment.accepts_files):
        raise fault("/file", "not-accepted", "This assignment takes no such file.")
    endings = endings_of(assignment.file_types)
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    if endings and not is_recording and ending not in endings:
        raise fault("/file", "wrong-ending", f"Takes {', '.join(endings)}.")


@transaction.atomic
def _attach(
    assignment: Assignment, enrollment: Enrollment, file: FileObject, name: str, role: str
) -> SubmissionFile:
    draft = draft_of(assignment, enrollment)
    rows = SubmissionFile.objects.filter(submission=draft)
    if rows.count() >= assignment.max_files:
        raise fault("/file", "too-many", f"At most {assignment.max_files} files.")
    link_file(file=file, place=PLACE, place_id=draft.pk, role=role)
    draft.saved_at = clock.now()
    save_versioned(draft, ["saved_at"])
    last: Any = rows.aggregate(last=Max("position"))["last"] or 0
    row: SubmissionFile = SubmissionFile.objects.create(
        submission=draft, file=file, role=role, name=name, position=last + 1
    )
    return row


@transaction.atomic
def drop_draft_file(*, assignment: Assignment, enrollment: Enrollment, public_id: Any) -> None:
    """Take a file out of the draft. Raises NotFound."""
    row = (
        SubmissionFile.objects.select_related("submission", "file")
        .filter(
            uuid=public_id,
            submission__assignment=assignment,
            submission__enrollment=enrollment,
            submission__state=Submission.State.DRAFT,
        )
        .first()
    )
    if row is None:
        raise NotFound
    row.delete()
    draft = row.submission
    draft.saved_at = clock.now()
    save_versioned(draft, ["saved_at"])
    is_still_used = SubmissionFile.objects.filter(submission=draft, file=row.file).exists()
    if row.file is not None and not is_still_used:
        unlink_file(file=row.file, place=PLACE, place_id=draft.pk)
