"""Parts and random draws: each attempt gets questions of its own, none twice, each in its part."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.course_content import QuizContent
from edusync.assessment.drawing import Candidate, match
from edusync.assessment.models import QuestionVersion, Quiz, QuizDraw, QuizPart, QuizSlot
from edusync.assessment.problems import AttemptClosed, QuestionNotReached, TooFewQuestions
from edusync.assessment.queries import quizzes_with_totals
from edusync.assessment.services import (
    GivenAnswer,
    advance_attempt,
    new_client_id,
    record_answers,
    start_attempt,
    submit_attempt,
    update_quiz,
)
from edusync.assessment.services.bank import create_bank, create_category
from edusync.assessment.services.bank_questions import Entry, create_questions
from edusync.assessment.sheets import arranged, sheet_of
from edusync.assessment.testing import answer_rightly, choice_draft, right_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(organization, instructor):
    """Eight approved questions: five in a category, of which three below it, two tagged; and one draft."""
    bank = create_bank(title="Algebra", by_id=instructor.pk)
    top = create_category(bank=bank, name="Lines", by_id=instructor.pk)
    low = create_category(bank=bank, name="Slopes", by_id=instructor.pk, parent_id=top.pk)
    places = [top, top, low, low, low, None, None, None]
    entries = [
        Entry(choice_draft(f"Drawn {number}"), place, ("easy",) if number < 2 else ())
        for number, place in enumerate(places)
    ]
    create_questions(bank=bank, entries=entries, by_id=None, state=QuestionVersion.State.APPROVED)
    create_questions(bank=bank, entries=[Entry(choice_draft("A draft"))], by_id=None)
    bank.top = top
    return bank


def draw(bank, **rules):
    return {"bank_id": bank.pk, "count": 1, "points": "1", "after": 0, **rules}


def plan(quiz, **data):
    """Give the quiz parts and draws beside its questions."""
    content = QuizContent()
    present = content.read([quiz.lesson_id])[quiz.lesson_id]
    content.write(quiz.lesson, {**present, **data})
    return Quiz.objects.get(pk=quiz.pk)


def questions_of(attempt):
    slots = QuizSlot.objects.filter(edition=attempt.edition).order_by("position")
    return list(slots.values_list("question_version__question_id", flat=True))


def test_each_attempt_draws_its_own_questions_and_keeps_them(quiz, enrollment, bank):
    quiz = plan(quiz, draws=[draw(bank, count=4, points="2", after=1)])
    found = []
    for _ in range(6):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        asked = questions_of(attempt)
        assert len(asked) == len(set(asked)) == 7
        assert attempt.max_points == 11
        answer_rightly(attempt)
        assert submit_attempt(attempt=attempt).points == 11
        assert questions_of(attempt) == asked
        found.append(frozenset(asked))
    # Six times the same four of eight: less than one in a hundred million.
    assert len(set(found)) > 1
    rows = QuizSlot.objects.filter(edition=attempt.edition).order_by("position")
    assert [row.draw_id is not None for row in rows] == [False, True, True, True, True, False, False]
    total = quizzes_with_totals().get(pk=quiz.pk)
    assert (total.question_count, total.total_points) == (7, 11)


def test_a_draw_keeps_to_its_category_its_tag_and_what_is_approved(quiz, enrollment, bank):
    quiz = plan(
        quiz,
        draws=[
            draw(bank, category_id=bank.top.pk, count=5),
            draw(bank, count=3),
        ],
    )
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    assert len(set(questions_of(attempt))) == 11
    submit_attempt(attempt=attempt)
    for too_much in (
        draw(bank, category_id=bank.top.pk, count=6),
        draw(bank, category_id=bank.top.pk, is_deep=False, count=3),
        draw(bank, tag="easy", count=3),
        draw(bank, count=9),
    ):
        quiz = plan(quiz, draws=[too_much])
        with pytest.raises(TooFewQuestions):
            start_attempt(quiz=quiz, enrollment=enrollment)
    assert not Quiz.objects.get(pk=quiz.pk).slots.filter(draw__isnull=False, edition=quiz.edition).exists()


def test_a_narrow_draw_does_not_fail_because_a_wide_one_came_first(quiz, enrollment, bank):
    quiz = plan(quiz, draws=[draw(bank, count=6), draw(bank, tag="easy", count=2)])
    for _ in range(5):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        assert len(set(questions_of(attempt))) == 11
        submit_attempt(attempt=attempt)


@settings(max_examples=50, deadline=None)
@given(
    pools=st.lists(st.sets(st.integers(1, 8)), min_size=1, max_size=4),
    counts=st.lists(st.integers(1, 3), min_size=4, max_size=4),
    taken=st.sets(st.integers(1, 8), max_size=2),
    seed=st.integers(0, 99),
)
def test_a_match_is_found_exactly_when_there_is_one(pools, counts, taken, seed):
    counts = counts[: len(pools)]
    rows = [[Candidate(key, key) for key in sorted(pool)] for pool in pools]
    found = match(rows, counts, taken, random.Random(seed))
    # Hall: a choice exists if every set of draws has enough questions among all of theirs.
    is_possible = all(
        sum(counts[place] for place in chosen)
        <= len(set().union(*(pools[place] for place in chosen)) - taken)
        for bits in range(1, 2 ** len(pools))
        if (chosen := [place for place in range(len(pools)) if bits >> place & 1])
    )
    assert (found is not None) == is_possible
    if found is not None:
        given_out = [one.question_id for chosen in found for one in chosen]
        assert max(Counter(given_out).values()) == 1
        assert not taken & set(given_out)
        for pool, count, chosen in zip(pools, counts, found, strict=True):
            assert len(chosen) == count
            assert {one.question_id for one in chosen} <= pool


def test_parts_stay_in_their_order_and_shuffle_within(quiz, enrollment, bank):
    content = QuizContent().read([quiz.lesson_id])[quiz.lesson_id]
    questions = [{**one, "part": place} for one, place in zip(content["questions"], (0, 0, 1), strict=True)]
    parts = [
        {"title": "Warm up", "introduction": "<p>Easy.</p>", "is_shuffled": True},
        {"title": "Now think", "introduction": "", "is_shuffled": False},
    ]
    quiz = plan(quiz, questions=questions, parts=parts, draws=[draw(bank, count=3, after=2, part=0)])
    orders = set()
    for _ in range(8):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        order = arranged(sheet_of(attempt.edition), attempt.seed)
        assert [slot.part.title for slot in order] == ["Warm up"] * 5 + ["Now think"]
        orders.add(tuple(slot.position for slot in order))
        submit_attempt(attempt=attempt)
    assert len(orders) > 1
    # An edition that nobody has seen leaves nothing behind, one that was seen keeps its parts.
    seen = quiz.edition
    quiz = plan(quiz, parts=[], draws=[], questions=content["questions"])
    assert QuizPart.objects.filter(edition=seen).count() == 2
    quiz = plan(quiz, draws=[draw(bank)])
    unseen = quiz.edition
    plan(quiz, draws=[])
    assert not QuizDraw.objects.filter(edition=unseen).exists()


def test_forward_shows_and_takes_one_question_at_a_time(api, learner, quiz, enrollment):
    update_quiz(quiz=quiz, navigation="forward")
    client = api(learner)
    attempt = client.post(f"/api/v1/quizzes/{quiz.pk}/attempts").json()
    assert (attempt["navigation"], attempt["slot_count"], attempt["reached"]) == ("forward", 3, 0)
    first, second, third = sheet_of(quiz.edition).slots
    assert [slot["id"] for slot in attempt["slots"]] == [first.id]

    def hand_over(slot, sequence):
        body = {"sequence": sequence, "slot_id": slot.id, "response": right_response(slot)}
        path = f"/api/v1/attempts/{attempt['uuid']}/answers"
        device = "01890000-0000-7000-8000-000000000001"
        return client.post(path, {"client_id": device, "answers": [body]}).json()["receipts"][0]

    assert hand_over(first, 1)["outcome"] == "saved"
    assert hand_over(second, 2)["code"] == "question-not-reached"
    path = f"/api/v1/attempts/{attempt['uuid']}/advance"
    for _ in range(2):
        # Said twice, it is left once.
        after = client.post(path, {"position": 1}).json()
        assert ([slot["position"] for slot in after["slots"]], after["reached"]) == ([2], 1)
    client.problem(client.post(path, {"position": 3}), 409, "question-not-reached")
    # What was on its way is on record; it does not count.
    assert hand_over(first, 3)["outcome"] == "late"
    client.post(path, {"position": 2})
    assert client.post(path, {"position": 3}).json()["reached"] == 2
    assert hand_over(third, 4)["outcome"] == "saved"
    result = client.post(f"/api/v1/attempts/{attempt['uuid']}/submit").json()
    assert len(result["slots"]) == 3
    assert result["points"] == 2


def test_only_an_open_attempt_of_such_a_quiz_goes_forward(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    with pytest.raises(QuestionNotReached):
        advance_attempt(attempt=attempt, position=1)
    submit_attempt(attempt=attempt)
    with pytest.raises(AttemptClosed):
        advance_attempt(attempt=attempt, position=1)


def test_an_answer_given_before_the_question_was_left_counts_though_both_come_together(quiz, enrollment):
    update_quiz(quiz=quiz, navigation="forward")
    quiz.refresh_from_db()
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    slot = sheet_of(attempt.edition).slots[0]
    given_answer = GivenAnswer(1, slot.id, right_response(slot), timedelta(seconds=3))
    (receipt,) = record_answers(attempt=attempt, client_id=new_client_id(), answers=[given_answer])
    advance_attempt(attempt=attempt, position=1)
    assert receipt.event.is_counted
    assert submit_attempt(attempt=attempt).points == 1


def test_a_category_that_a_quiz_draws_from_stays_until_it_draws_no_more(quiz, bank):
    from edusync.assessment.services.bank import create_category, delete_category
    from edusync.courses.problems import CategoryTreeConflict

    folder = create_category(bank=bank, name="Alone", by_id=None)
    quiz = plan(quiz, draws=[draw(bank, category_id=folder.pk)])
    with pytest.raises(CategoryTreeConflict):
        delete_category(category=folder, by_id=None)
    plan(quiz, draws=[])
    delete_category(category=folder, by_id=None)


def test_beginning_answering_and_handing_in_cost_the_same_however_much_is_drawn(
    api, learner, quiz, enrollment, bank, django_assert_max_num_queries
):
    client = api(learner)
    plan(quiz, draws=[draw(bank, category_id=bank.top.pk, count=4), draw(bank, tag="easy", count=1)])
    client.get("/api/v1/me")
    # Session, person and course; attempts and accommodations; three for the pools; slots, attempt, sheet and answers.
    with django_assert_max_num_queries(23):
        attempt = client.post(f"/api/v1/quizzes/{quiz.pk}/attempts").json()
    device = "01890000-0000-7000-8000-000000000001"
    answers = [
        {"sequence": number, "slot_id": slot["id"], "response": {"options": [slot["options"][0]["id"]]}}
        for number, slot in enumerate(attempt["slots"], start=1)
    ]
    address = f"/api/v1/attempts/{attempt['uuid']}"
    with django_assert_max_num_queries(10):
        client.post(f"{address}/answers", {"client_id": device, "answers": answers})
    with django_assert_max_num_queries(14):
        assert client.post(f"{address}/submit").json()["state"] == "submitted"
