"""A quiz with an essay and a file that wait for a person, and a regrade of its choice."""

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import Question, QuizAnswer
from edusync.assessment.services import regrading, save_answer, start_attempt, submit_attempt
from edusync.assessment.services.answer_files import add_answer_file
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz, stem
from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of answer, file and regrade."""
    course = make_course("Essays", modules=1, lessons=1, created_by_id=school.instructor.pk)
    drafts = [
        choice_draft(),
        QuestionDraft(kind="essay", stem=stem("Why?")),
        QuestionDraft(kind="file", stem=stem("Send it.")),
    ]
    quiz = make_quiz(course=course, questions=drafts)
    attempt = start_attempt(quiz=quiz, enrollment=make_enrollment(school.learner, course))
    choice, essay, wanted = sheet_of(attempt.edition).slots
    sent = add_answer_file(
        attempt=attempt, slot_id=wanted.id, content=b"Mine", name="mine.txt", learner_id=school.learner.pk
    )
    save_answer(attempt=attempt, slot_id=essay.id, response={"text": "Because."})
    save_answer(attempt=attempt, slot_id=wanted.id, response={"files": [str(sent.uuid)]})
    submit_attempt(attempt=attempt)
    question = Question.objects.get(uuid=choice.question)
    regrade = regrading.request_regrade(quiz=quiz, question=question, act="full", by_id=school.instructor.pk)
    answer = QuizAnswer.objects.get(attempt=attempt, slot_id=essay.id)
    return {
        "answer_id": str(answer.pk),
        "/api/v1/answer-files/:file_uuid": str(sent.uuid),
        "regrade_uuid": str(regrade.uuid),
    }
