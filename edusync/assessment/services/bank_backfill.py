"""Questions from before banks get a bank, a text to be found by and a sketch."""

from collections.abc import Sequence

from edusync.assessment import bank_index
from edusync.assessment.bank_queries import read_words
from edusync.assessment.models import Question, QuestionVersion
from edusync.assessment.services.bank import course_bank
from edusync.kernel.backfills import backfill


@backfill("assessment.fill_question_bank", "assessment.Question", batch=100)
def fill_question_bank(keys: Sequence[int]) -> int:
    """File those that have no bank yet in that of their course."""
    rows = list(Question.unscoped.filter(pk__in=list(keys), bank=None).select_related("course"))
    courses = {row.course.pk: row.course for row in rows if row.course is not None}
    banks = {pk: course_bank(course) for pk, course in courses.items()}
    words = read_words(rows)
    stems = dict(
        QuestionVersion.objects.filter(question_id__in=list(words))
        .order_by("question_id", "number")
        .values_list("question_id", "stem")
    )
    for row in rows:
        row.bank = banks.get(row.course_id or 0)
        if row.pk in words:
            bank_index.set_text(row, stems[row.pk], words[row.pk])
    Question.unscoped.bulk_update(rows, ["bank", "text", "text_hash"])
    bank_index.put_sketches(words)
    return len(rows)
