"""No key and no verdict reaches a learner before the quiz lets it: every payload of every learner's route is searched."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from edusync.assessment.course_content import QuizContent
from edusync.assessment.export_veil import veil_answers, veil_attempts
from edusync.assessment.models import QuestionVersion, Quiz, QuizAnswer, QuizAttempt
from edusync.assessment.reviewing import review_of
from edusync.assessment.services import start_attempt, submit_attempt, update_quiz
from edusync.assessment.services.bank import create_bank
from edusync.assessment.services.bank_questions import Entry, create_questions
from edusync.assessment.services.planning import put_reviews
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import (
    answer_rightly,
    choice_draft,
    drafts_of_every_kind,
    make_quiz,
    right_response,
)
from edusync.enrollment.services import enroll_learner
from edusync.kernel.clock import frozen
from edusync.kernel.personal_data import Subject, personal_tables
from edusync.privacy.services.exports import exported_rows

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# Names under which keys are kept: in no payload of a learner.
KEY_NAMES = ("weight", "tolerance", "is_true", "match_key", "password", "answers")
NOTHING = {
    "shows_points": False,
    "shows_answers": True,
    "shows_correctness": False,
    "shows_feedback": False,
    "shows_key": False,
}
PHASES = ("just_after", "while_open", "closed")


@pytest.fixture
def secret_quiz(course, learner, instructor):
    """A quiz with a question of every kind and a drawn one, and the learner in its course."""
    bank = create_bank(title="Secret", by_id=instructor.pk)
    drawn = [Entry(choice_draft(f"Drawn {n}", explanation="<p>SECRET-DRAWN</p>")) for n in range(3)]
    create_questions(bank=bank, entries=drawn, by_id=None, state=QuestionVersion.State.APPROVED)
    quiz = make_quiz(course=course, questions=drafts_of_every_kind(), password="SECRET-WORD")
    content = QuizContent()
    present = content.read([quiz.lesson_id])[quiz.lesson_id]
    draws = [{"bank_id": bank.pk, "count": 2, "points": "1", "after": 1}]
    content.write(quiz.lesson, {**present, "draws": draws})
    quiz = Quiz.objects.get(pk=quiz.pk)
    return quiz, enroll_learner(course_id=course.pk, learner_id=learner.pk)


def take(client, quiz):
    """Everything that a learner's routes answer while the attempt is open, and the attempt."""
    base = f"/api/v1/quizzes/{quiz.pk}/attempts"
    pages = [client.post(base), client.post(base, {"password": "SECRET-WORD"})]
    attempt = pages[-1].json()
    address = f"/api/v1/attempts/{attempt['uuid']}"
    row = QuizAttempt.objects.get(uuid=attempt["uuid"])
    for number, slot in enumerate(sheet_of(row.edition).slots, start=1):
        body = {"sequence": number, "slot_id": slot.id, "response": right_response(slot)}
        device = "01890000-0000-7000-8000-000000000001"
        pages.append(client.post(f"{address}/answers", {"client_id": device, "answers": [body]}))
        pages.append(client.put(f"{address}/answers/{slot.id}", {"response": {"options": []}}))
        pages.append(client.post(f"{address}/advance", {"position": number}))
        pages.append(client.get(address))
    pages += [client.get(f"/api/v1/lessons/{quiz.lesson_id}"), client.post(base)]
    pages += [client.get(f"/api/v1/search?search={word}") for word in ("SECRET", "Canberra", "Capital")]
    pages += [client.get("/api/v1/my/learning"), client.get(f"/api/v1/attempts/{attempt['uuid']}/log")]
    return pages, row


def searched(pages):
    """Fails on key material in the pages. The learner's own responses come back, and names of variables are told."""
    text = b"".join(page.content for page in pages).decode()
    for own in ("secret-doc", "SECRET-Paris", '"SECRETA"'):
        text = text.replace(own, "")
    assert "SECRET" not in text
    for name in KEY_NAMES:
        assert f'"{name}"' not in text
    assert '"correct_options":[' not in text
    for verdict in ('"is_correct":true', '"is_correct":false'):
        assert verdict not in text


@pytest.mark.parametrize("mode", Quiz.Mode.values)
@pytest.mark.parametrize("navigation", Quiz.Navigation.values)
def test_an_open_attempt_tells_nothing_in_any_mode(
    api, learner, secret_quiz, mode, navigation, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    quiz, _ = secret_quiz
    update_quiz(quiz=quiz, mode=mode, navigation=navigation)
    pages, _ = take(api(learner), quiz)
    searched(pages)


@pytest.mark.parametrize("mode", Quiz.Mode.values)
def test_a_check_of_a_wrong_answer_tells_no_key_and_none_is_made_where_it_counts(
    api, learner, secret_quiz, mode, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    quiz, _ = secret_quiz
    update_quiz(quiz=quiz, mode=mode)
    client = api(learner)
    pages, row = take(client, quiz)
    for slot in sheet_of(row.edition).slots:
        wrong = {"options": [slot.choices[0].id]} if slot.choices else right_response(slot)
        if slot.kind == "single_choice" or mode != Quiz.Mode.PRACTICE:
            url = f"/api/v1/attempts/{row.uuid}/answers/{slot.id}/check"
            pages.append(client.post(url, {"response": wrong}))
            assert pages[-1].status_code == (200 if mode == Quiz.Mode.PRACTICE else 409), pages[-1].content
    text = b"".join(page.content for page in pages).decode()
    # The verdict is all that practice tells of a wrong answer, besides what was written about it.
    verdicts = text.count('"is_correct":false')
    assert (verdicts > 0) is (mode == Quiz.Mode.PRACTICE)
    for page in pages:
        page.content = page.content.replace(b'"is_correct":false', b"").replace(b'"correct_options":[]', b"")
    searched(pages)


def test_after_handing_in_a_phase_that_tells_nothing_tells_nothing(
    api, learner, secret_quiz, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    quiz, _ = secret_quiz
    put_reviews(quiz, [{"phase": phase, **NOTHING} for phase in PHASES])
    update_quiz(quiz=quiz, mode="graded")
    client = api(learner)
    _, row = take(client, quiz)
    address = f"/api/v1/attempts/{row.uuid}"
    pages = [
        client.post(f"{address}/submit"),
        client.get(address),
        client.get(f"/api/v1/lessons/{quiz.lesson_id}"),
    ]
    searched(pages)
    told = pages[1].json()
    assert (told["points"], told["percent"], told["is_passed"]) == (None, None, None)
    assert all(slot["result"] is None for slot in told["slots"])


def test_an_export_of_ones_data_holds_back_what_is_not_told(secret_quiz, learner, organization):
    quiz, enrollment = secret_quiz
    put_reviews(quiz, [{"phase": phase, **NOTHING} for phase in PHASES])
    update_quiz(quiz=quiz, password=None)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    answer_rightly(attempt, count=2)
    submit_attempt(attempt=attempt)
    subject = Subject(user_id=learner.pk, organization_id=organization.pk)
    labels = {"assessment.QuizAttempt", "assessment.QuizAnswer", "assessment.AttemptEvent"}
    rows = [row for item in personal_tables() if item.label in labels for row in exported_rows(item, subject)]
    answers = [row for row in rows if "is_correct" in row]
    assert len(answers) == len(sheet_of(attempt.edition).slots)
    assert all(row["is_correct"] is None and row["points"] is None and not row["feedback"] for row in answers)
    assert all(row["points"] is None for row in rows if "is_passed" in row)
    assert "SECRET" not in json.dumps([row for row in rows if "is_correct" in row])
    assert any(row["response"] for row in answers)
    # Told to everybody, it is in the export as well.
    put_reviews(quiz, [])
    update_quiz(quiz=quiz)
    raw = list(QuizAnswer.objects.filter(attempt=attempt).values())
    veil_answers(raw)
    assert all(row["is_correct"] is not None for row in raw)
    tries = list(QuizAttempt.objects.filter(pk=attempt.pk).values())
    veil_attempts(tries)
    assert tries[0]["points"] is not None


def test_what_is_told_follows_the_phase_and_waits_for_the_last_learner(quiz, enrollment):
    from edusync.assessment.models import Accommodation

    rows = [
        {"phase": "just_after", **NOTHING, "shows_points": True},
        {"phase": "while_open", **NOTHING},
        {"phase": "closed", **NOTHING, "shows_key": True},
    ]
    with frozen(NOON):
        put_reviews(quiz, rows)
        update_quiz(quiz=quiz, closes_at=NOON + timedelta(hours=1), grace_seconds=0)
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        assert not review_of(quiz, attempt, NOON).points
        attempt = submit_attempt(attempt=attempt)

    def told(minutes):
        review = review_of(Quiz.objects.get(pk=quiz.pk), attempt, NOON + timedelta(minutes=minutes))
        return review.points, review.key

    assert [told(minutes) for minutes in (1, 3, 59, 61)] == [
        (True, False),
        (False, False),
        (False, False),
        (False, True),
    ]
    # Somebody else has two hours more: until then nobody sees the key.
    Accommodation.objects.create(
        organization_id=quiz.organization_id,
        course_id=quiz.lesson.course_id,
        enrollment=enrollment,
        closes_at=NOON + timedelta(hours=3),
    )
    assert [told(minutes) for minutes in (61, 179, 181)] == [(False, False), (False, False), (False, True)]
