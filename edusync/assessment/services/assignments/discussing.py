"""What marker and learner tell each other about a submission."""

from typing import IO

from django.db import transaction

from edusync.assessment.assignment_content import fault
from edusync.assessment.models import Annotation, Submission, SubmissionComment, SubmissionFile
from edusync.assessment.services.assignments.drafts import PLACE, RECORDINGS
from edusync.assessment.services.assignments.marking import marked_together
from edusync.files.services import MEGABYTE, link_file, store_file

MAX_CHARACTERS = 20_000
MAX_TRANSCRIPT = 4_000
MAX_AUDIO_BYTES = 20 * MEGABYTE


@transaction.atomic
def add_comment(
    *,
    submission: Submission,
    author_id: int,
    is_from_learner: bool,
    text: str = "",
    audio: IO[bytes] | bytes | None = None,
    transcript: str = "",
) -> SubmissionComment:
    """Say something about the work, in words or by a recording (`transcript`: what it says). A marker's comment goes to all who handed in together.

    Learners read it with the mark, or with the work that comes back. Raises ValidationProblem and what storing raises.
    """
    text = text.strip()
    if not text and audio is None:
        raise fault("/text", "blank", "Must not be empty.")
    if len(text) > MAX_CHARACTERS:
        raise fault("/text", "too-long", f"At most {MAX_CHARACTERS} characters.")
    file = None
    if audio is not None:
        file = store_file(
            content=audio,
            name="comment.webm",
            uploaded_by_id=author_id,
            max_bytes=MAX_AUDIO_BYTES,
            allowed=RECORDINGS,
        )
    rows = [submission] if is_from_learner else marked_together(submission)
    made = []
    for row in rows:
        made.append(
            SubmissionComment.objects.create(
                submission=row,
                author_id=author_id,
                is_from_learner=is_from_learner,
                text=text,
                audio=file,
                transcript=transcript.strip()[:MAX_TRANSCRIPT] if file else "",
            )
        )
        if file is not None:
            link_file(file=file, place=PLACE, place_id=row.pk, role="comment")
    return made[0]


@transaction.atomic
def add_annotation(
    *,
    submission: Submission,
    author_id: int,
    text: str,
    start: int = 0,
    end: int = 0,
    file: SubmissionFile | None = None,
    page: int | None = None,
    place: tuple[int, int] | None = None,
) -> Annotation:
    """A remark on a passage of the text (characters `start` to `end`), or on a page of a file.

    `place`: where on the page, in thousandths from its left and its top. Raises ValidationProblem.
    """
    text = text.strip()
    if not text or len(text) > MAX_CHARACTERS:
        raise fault("/text", "blank" if not text else "too-long", f"From 1 to {MAX_CHARACTERS} characters.")
    quote = ""
    if file is None:
        if not 0 <= start < end <= len(submission.text):
            raise fault("/end", "out-of-range", "The passage must lie in the text.")
        quote = submission.text[start:end][:1000]
    row: Annotation = Annotation.objects.create(
        submission=submission,
        author_id=author_id,
        text=text,
        start=start if file is None else 0,
        end=end if file is None else 0,
        quote=quote,
        file=file,
        page=page if file is not None else None,
        place_x=place[0] if place and page and file else None,
        place_y=place[1] if place and page and file else None,
    )
    return row


def drop_annotation(*, annotation: Annotation) -> None:
    """Take a remark back."""
    annotation.delete()
