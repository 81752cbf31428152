"""Files that learners send for an answer, before they give the answer that names them."""

from pathlib import PurePosixPath
from typing import IO

from django.db import transaction

from edusync.assessment.deadlines import is_over
from edusync.assessment.models import AnswerFile, QuizAttempt
from edusync.assessment.problems import AttemptClosed
from edusync.assessment.scoring.kinds.by_hand import endings, most_files, most_megabytes
from edusync.assessment.sheets import sheet_of
from edusync.files.services import MEGABYTE, link_file, safe_name, store_file
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

PLACE = "attempt"
# Sent and thrown away again: enough for changes of mind.
SPARE = 5


def _fault(code: str, detail: str) -> ValidationProblem:
    return ValidationProblem(errors=[FieldError(pointer="/file", code=code, detail=detail)])


@retry_deadlocks
def add_answer_file(
    *, attempt: QuizAttempt, slot_id: int, content: IO[bytes] | bytes, name: str, learner_id: int
) -> AnswerFile:
    """Keep a file for the question. It is part of the answer once a response names it.

    Raises AttemptClosed, NotFound for a question that takes no files, ValidationProblem and what storing a file raises.
    """
    slot = sheet_of(attempt.edition).slot(slot_id)
    if slot is None or slot.kind != "file":
        raise NotFound
    if attempt.state != QuizAttempt.State.OPEN or is_over(attempt):
        raise AttemptClosed
    name, taken = safe_name(name), endings(slot.settings)
    if taken and PurePosixPath(name).suffix.lstrip(".").lower() not in taken:
        raise _fault("wrong-ending", f"Takes {', '.join(taken)}.")
    if (
        AnswerFile.objects.filter(attempt=attempt, slot_id=slot_id).count()
        >= most_files(slot.settings) + SPARE
    ):
        raise _fault("too-many", f"At most {most_files(slot.settings)} files.")
    file = store_file(
        content=content,
        name=name,
        uploaded_by_id=learner_id,
        max_bytes=most_megabytes(slot.settings) * MEGABYTE,
        is_metadata_removed=True,
    )
    with transaction.atomic():
        link_file(file=file, place=PLACE, place_id=attempt.pk, role="answer")
        row: AnswerFile = AnswerFile.objects.create(attempt=attempt, slot_id=slot_id, file=file, name=name)
    return row
