"""A passage of a bank, and a learner's report on a question."""

from edusync.assessment.models import QuizAttempt
from edusync.assessment.services.bank import create_bank
from edusync.assessment.services.passages import create_passage
from edusync.assessment.services.question_flags import flag_question
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import stem
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Their ids."""
    bank = create_bank(title="Walked passages", by_id=school.admin.pk)
    passage = create_passage(
        bank=bank, title="Walked passage", content=stem("Walked."), by_id=school.admin.pk
    )
    # Of the subjects before this one in the alphabet.
    attempt = QuizAttempt.objects.filter(enrollment__learner=school.learner).order_by("pk")[0]
    slot = sheet_of(attempt.edition).slots[0]
    flag = flag_question(attempt=attempt, slot_id=slot.id, reason="unclear", text="Walked.")
    return {"passage_id": str(passage.pk), "flag_id": str(flag.pk)}
