"""What reached the server stays: answers in a log, late ones on record, the latest of each question counts."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.assessment.models import AttemptEvent, QuizAnswer, QuizAttempt
from edusync.assessment.problems import AttemptStillOpen, NoLateAnswers
from edusync.assessment.services import (
    GivenAnswer,
    accept_late_answers,
    record_answers,
    start_attempt,
    submit_attempt,
    update_quiz,
)
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import make_quiz, right_response
from edusync.enrollment.services import enroll_learner
from edusync.identity.testing import make_person
from edusync.kernel import sqlobjects
from edusync.kernel.clock import frozen
from edusync.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DEVICES = [uuid.UUID(int=number) for number in (1, 2)]


def slots_of(attempt):
    return sheet_of(attempt.edition).slots


def give(attempt, sequence, *, slot=0, choice=0, age=0, device=DEVICES[0]):
    placed = slots_of(attempt)[slot]
    answer = GivenAnswer(
        sequence=sequence,
        slot_id=placed.id,
        response={"options": [placed.choices[choice].id]},
        age=timedelta(seconds=age),
    )
    return record_answers(attempt=attempt, client_id=device, answers=[answer])[0]


def chosen(attempt, slot=0):
    placed = slots_of(attempt)[slot]
    answer = QuizAnswer.objects.get(attempt=attempt, slot_id=placed.id)
    return next(place for place, one in enumerate(placed.choices) if one.id == answer.response["options"][0])


def test_an_answer_sent_again_gets_the_receipt_it_had(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    first = give(attempt, 1, choice=1)
    again = give(attempt, 1, choice=2)
    assert first.event.uuid == again.event.uuid
    assert chosen(attempt) == 1
    assert AttemptEvent.objects.filter(attempt=attempt).count() == 1


def test_what_was_given_later_counts_even_if_it_arrives_first(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    with frozen(attempt.started_at + timedelta(minutes=10)):
        give(attempt, 1, choice=1, age=5, device=DEVICES[0])
        # The other device was without network: what it kept is older.
        give(attempt, 1, choice=2, age=300, device=DEVICES[1])
    assert chosen(attempt) == 1


def test_no_age_makes_an_answer_older_than_its_attempt_or_younger_than_its_arrival(quiz, enrollment):
    with frozen(NOON):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    with frozen(NOON + timedelta(seconds=30)):
        old = give(attempt, 1, age=10**6).event
        young = give(attempt, 2, age=-50).event
    assert (old.answered_at, young.answered_at) == (NOON, NOON + timedelta(seconds=30))


def test_one_answer_of_the_wrong_shape_does_not_hold_up_the_others(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    slot = slots_of(attempt)[0]
    receipts = record_answers(
        attempt=attempt,
        client_id=DEVICES[0],
        answers=[
            GivenAnswer(1, slot.id, {"options": ["x"]}),
            GivenAnswer(2, 10**9, {"options": []}),
            GivenAnswer(3, slot.id, right_response(slot)),
        ],
    )
    assert [bool(receipt.event) for receipt in receipts] == [False, False, True]
    assert receipts[1].refusal == "slot-unknown"
    assert chosen(attempt) == 1


def test_an_answer_within_the_grace_counts_and_is_marked_and_one_after_it_is_on_record(quiz, enrollment):
    update_quiz(quiz=quiz, time_limit_seconds=60)
    with frozen(NOON):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    with frozen(NOON + timedelta(seconds=62)):
        within = give(attempt, 1, choice=1, age=10).event
    with frozen(NOON + timedelta(seconds=90)):
        after = give(attempt, 2, choice=2, age=60).event
    assert (within.is_late, within.is_counted) == (True, True)
    assert (after.is_late, after.is_counted) == (True, False)
    assert chosen(attempt) == 1


def test_answers_that_came_after_the_end_count_when_staff_say_so(quiz, enrollment, instructor):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    with pytest.raises(AttemptStillOpen):
        accept_late_answers(attempt=attempt, by_id=instructor.pk, reason="Power failure")
    attempt = submit_attempt(attempt=attempt)
    with pytest.raises(NoLateAnswers):
        accept_late_answers(attempt=attempt, by_id=instructor.pk, reason="Power failure")
    assert give(attempt, 1, choice=1).event.is_counted is False
    assert QuizAttempt.objects.get(pk=attempt.pk).points == 0
    scored = accept_late_answers(attempt=attempt, by_id=instructor.pk, reason="Power failure")
    assert scored.points == Decimal(1)
    with pytest.raises(NoLateAnswers):
        accept_late_answers(attempt=attempt, by_id=instructor.pk, reason="Again")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=st.lists(
        st.tuples(
            st.sampled_from([0, 1]),
            st.integers(1, 6),
            st.integers(0, 2),
            st.integers(0, 2),
            st.integers(0, 50),
        ),
        max_size=14,
    )
)
def test_the_answers_are_those_given_last_whatever_the_order_of_arrival(quiz, enrollment, sent):
    """Against a list in memory: an answer counts by when it was given, ties by number, and only the first time."""
    with transaction.atomic():
        with frozen(NOON):
            attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        first_seen, latest = {}, {}
        with frozen(NOON + timedelta(minutes=2)):
            for device, sequence, slot, choice, age in sent:
                give(attempt, sequence, slot=slot, choice=choice, age=age, device=DEVICES[device])
                if (device, sequence) not in first_seen:
                    first_seen[device, sequence] = (slot, choice)
                    if slot not in latest or latest[slot][0] >= age:
                        latest[slot] = (age, choice)
        assert AttemptEvent.objects.filter(attempt=attempt).count() == len(first_seen)
        for slot, (_, choice) in latest.items():
            assert chosen(attempt, slot) == choice
        transaction.set_rollback(True)


def test_only_erasure_changes_the_log_and_it_only_empties_answers(quiz, enrollment, learner):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    event = give(attempt, 1).event
    for change in ({"is_counted": False}, {"response": {"options": [1]}}, {"answered_at": NOON}):
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            AttemptEvent.unscoped.filter(uuid=event.uuid).update(**change)
        assert sqlobjects.is_refused_by_trigger(refused.value)
    AttemptEvent.unscoped.filter(uuid=event.uuid).update(response={})
    assert AttemptEvent.unscoped.get(uuid=event.uuid).response == {}


def deliver(client, attempt, device, *answers):
    body = {"client_id": str(device), "answers": list(answers)}
    return client.post(f"/api/v1/attempts/{attempt.uuid}/answers", body)


def answer_body(attempt, sequence, choice=1, slot=0):
    placed = slots_of(attempt)[slot]
    return {"sequence": sequence, "slot_id": placed.id, "response": {"options": [placed.choices[choice].id]}}


def test_answers_come_with_receipts_and_the_server_s_clock(api, learner, quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    body = deliver(
        api(learner), attempt, uuid7(), answer_body(attempt, 1), answer_body(attempt, 2, slot=1)
    ).json()
    assert [one["outcome"] for one in body["receipts"]] == ["saved", "saved"]
    assert all(one["receipt"] for one in body["receipts"])
    assert (body["state"], body["due_at"]) == ("open", None)
    submit_attempt(attempt=attempt)
    late = deliver(api(learner), attempt, uuid7(), answer_body(attempt, 1)).json()
    assert (late["state"], late["receipts"][0]["outcome"]) == ("submitted", "late")


def test_handing_over_answers_costs_the_same_however_many(
    api, learner, quiz, enrollment, django_assert_max_num_queries
):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    client = api(learner)
    deliver(client, attempt, uuid7(), answer_body(attempt, 1))
    with django_assert_max_num_queries(11):
        deliver(
            client,
            attempt,
            uuid7(),
            *(answer_body(attempt, number, slot=number % 3) for number in range(1, 60)),
        )


def test_nobody_hands_answers_to_the_attempt_of_another(api, learner, instructor, admin, quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    for person in (instructor, admin):
        client = api(person)
        client.problem(deliver(client, attempt, uuid7(), answer_body(attempt, 1)), 404, "not-found")


def test_staff_find_attempts_by_words_of_the_name(api, instructor, quiz, enrollment, course, make_person):
    bea = make_person("bea", last_name="Moss", roles=("learner",))
    for one in (enrollment, enroll_learner(course_id=course.pk, learner_id=bea.pk)):
        start_attempt(quiz=quiz, enrollment=one)
    client = api(instructor)
    for search, found in (("BEA", [bea.pk]), ("moss  bea", [bea.pk]), ("%", []), ("zzz", [])):
        rows = client.get(f"/api/v1/quizzes/{quiz.pk}/attempts", {"search": search}).json()["results"]
        assert [row["learner_id"] for row in rows] == found, search


def test_staff_see_attempts_with_late_answers_and_let_them_count(api, learner, instructor, quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    give(attempt, 1, choice=0)
    submit_attempt(attempt=attempt)
    give(attempt, 2, choice=1)
    client = api(instructor)
    (row,) = client.get(f"/api/v1/quizzes/{quiz.pk}/attempts?state=late").json()["results"]
    assert (row["learner_id"], row["answered"], row["late_answers"], row["points"]) == (learner.pk, 1, 1, 0.0)
    log = client.get(f"/api/v1/attempts/{attempt.uuid}/log").json()["results"]
    assert [(one["device"], one["is_counted"]) for one in log] == [(1, True), (1, False)]
    address = f"/api/v1/attempts/{attempt.uuid}/late-answers"
    client.problem(client.post(address, {"reason": ""}), 422, "invalid-input")
    done = client.post(address, {"reason": "The network of room 3 was down."}).json()
    assert (done["points"], done["late_answers"]) == (1.0, 0)
    assert client.get(f"/api/v1/quizzes/{quiz.pk}/attempts?state=late").json()["results"] == []


def test_learners_see_neither_the_list_nor_the_log_nor_decide(api, learner, quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    client = api(learner)
    client.problem(client.get(f"/api/v1/quizzes/{quiz.pk}/attempts"), 403, "forbidden")
    client.problem(client.get(f"/api/v1/attempts/{attempt.uuid}/log"), 404, "not-found")
    refused = client.post(f"/api/v1/attempts/{attempt.uuid}/late-answers", {"reason": "Please"})
    assert refused.status_code in (403, 404)


def test_the_list_of_attempts_costs_the_same_for_one_and_for_many(
    api, instructor, quiz, course, enrollment, django_assert_max_num_queries
):
    for number in range(6):
        other = make_person(f"many{number}")
        start_attempt(quiz=quiz, enrollment=enroll_learner(course_id=course.pk, learner_id=other.pk))
    client = api(instructor)
    client.get(f"/api/v1/quizzes/{quiz.pk}/attempts")
    with django_assert_max_num_queries(8):
        assert len(client.get(f"/api/v1/quizzes/{quiz.pk}/attempts").json()["results"]) == 6


def test_staff_see_the_quizzes_of_a_course_and_what_waits_in_them(
    api, learner, instructor, quiz, course, enrollment, django_assert_max_num_queries
):
    make_quiz(course=course)
    attempt = submit_attempt(attempt=start_attempt(quiz=quiz, enrollment=enrollment))
    give(attempt, 1)
    client = api(instructor)
    client.get(f"/api/v1/courses/{course.slug}/quizzes")
    with django_assert_max_num_queries(6):
        rows = client.get(f"/api/v1/courses/{course.slug}/quizzes").json()["results"]
    counts = [(row["learners"], row["attempts"], row["open_attempts"], row["late_attempts"]) for row in rows]
    assert counts == [(1, 1, 0, 1), (0, 0, 0, 0)]
    learning = api(learner)
    learning.problem(learning.get(f"/api/v1/courses/{course.slug}/quizzes"), 403, "forbidden")
