"""Exams through the API: a candidate's way, an invigilator's view, and who sees what."""

import uuid
from datetime import timedelta

import pytest

from edusync.assessment.exam_consent import consent_text_of
from edusync.assessment.exam_keeping import drop_old_pictures
from edusync.assessment.models import ProctorSession
from edusync.assessment.services import exams, submit_attempt
from edusync.assessment.tests.exam_rows import DEVICES, NOON, check_in, make_exam, make_sitting
from edusync.audit.models import AuditEvent
from edusync.courses.testing import png
from edusync.enrollment.services import enroll_learner
from edusync.kernel import live
from edusync.kernel.clock import frozen

pytestmark = pytest.mark.django_db
RULES = {
    "identity": "picture",
    "warn_after": {"paste": 1},
    "review_after": {"paste": 1},
    "consent_text": "Alone.",
}


def place(quiz, rest=""):
    return f"/api/v1/quizzes/{quiz.pk}/exam{rest}"


def tell(client, quiz, *kinds, page=DEVICES[0]):
    events = [{"sequence": number, "kind": kind} for number, kind in enumerate(kinds, start=1)]
    body = {"client_id": str(page), "device": str(DEVICES[0]), "events": events}
    return client.post(place(quiz, "/session/events"), body)


@pytest.fixture
def exam(quiz):
    return make_exam(quiz, **RULES)


def test_a_candidate_checks_in_is_let_in_warned_and_judged_by_a_person(
    api, quiz, exam, enrollment, learner, instructor
):
    candidate, watcher = api(learner), api(instructor)
    told = candidate.get(place(quiz), headers={"x-exam-device": str(DEVICES[0])}).json()
    assert "Alone." in told["consent_text"]
    body = {
        "device": str(DEVICES[0]),
        "consent_digest": told["consent_digest"],
        "statement": "Ada Lovelace",
    }
    assert candidate.post(place(quiz, "/session"), body).json()["session"]["state"] == "checking_in"
    given = candidate.upload(place(quiz, "/session/picture"), {"file": picture()})
    assert given.json()["session"]["state"] == "waiting"
    candidate.problem(candidate.post(f"/api/v1/quizzes/{quiz.pk}/attempts"), 409, "exam-invigilator-needed")

    (seen,) = watcher.get(place(quiz, "/sessions")).json()["results"]
    path = f"/api/v1/proctor-sessions/{seen['uuid']}"
    assert (seen["state"], seen["has_picture"]) == ("waiting", True)
    assert watcher.get(f"{path}/picture")["Content-Type"].startswith("image/")
    assert watcher.post(f"{path}/acts", {"act": "admit"}).json()["state"] == "admitted"
    started = candidate.post(f"/api/v1/quizzes/{quiz.pk}/attempts")
    assert started.status_code == 201

    receipt = tell(candidate, quiz, "paste", "focus_back").json()
    assert receipt["received"] == [1, 2]
    assert [notice["signal"] for notice in receipt["session"]["notices"] if notice["kind"] == "warning"] == [
        "paste"
    ]
    watcher.post(f"{path}/acts", {"act": "message", "text": "Please close the other window."})
    notices = tell(candidate, quiz).json()["session"]["notices"]
    assert notices[-1]["text"] == "Please close the other window."

    candidate.post(f"/api/v1/attempts/{started.json()['uuid']}/submit")
    assert candidate.get(place(quiz)).json()["session"]["state"] == "review"
    verdict = {"verdict": "accepted", "reason": "It was the calculator."}
    detail = watcher.put(f"{path}/verdict", verdict).json()
    assert (detail["state"], detail["verdict_by"]) == ("decided", instructor.display_name)
    assert {"checked_in", "picture_given", "admitted", "paste", "warning", "message", "verdict"} <= {
        event["kind"] for event in detail["events"]
    }
    assert AuditEvent.objects.filter(action="assessment.proctor_session.decided").count() == 1
    assert candidate.get(place(quiz)).json()["session"]["verdict_reason"] == "It was the calculator."


def picture():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("me.png", png(), content_type="image/png")


def test_evidence_is_for_invigilators_and_never_about_themselves(
    api, quiz, exam, enrollment, learner, stranger, instructor, outsider
):
    session = check_in(exam, enrollment)
    path = f"/api/v1/proctor-sessions/{session.uuid}"
    for person in (learner, stranger, outsider):
        client = api(person)
        client.problem(client.get(path), 404)
        client.problem(client.get(f"{path}/picture"), 404)
        verdict = client.put(f"{path}/verdict", {"verdict": "accepted", "reason": "Mine"})
        assert verdict.status_code in {403, 404}
        assert client.get(place(quiz, "/sessions")).status_code in {403, 404}
    own = enroll_learner(course_id=enrollment.course_id, learner_id=instructor.pk)
    mine = check_in(exam, own, device=DEVICES[1])
    watcher = api(instructor)
    watcher.problem(watcher.get(f"/api/v1/proctor-sessions/{mine.uuid}"), 404)
    assert len(watcher.get(place(quiz, "/sessions")).json()["results"]) == 1


def test_candidates_are_not_told_what_was_counted(api, quiz, exam, enrollment, learner):
    check_in(exam, enrollment)
    client = api(learner)
    tell(client, quiz, "copy")
    assert b"counts" not in client.get(place(quiz)).content


def test_invigilators_and_candidates_hear_the_news(quiz, exam, enrollment, learner, instructor):
    session = check_in(exam, enrollment)
    exams.send_message(session=session, by_id=instructor.pk, text="Hello")
    org = exam.organization_id
    to_staff = live.messages_for(live.Ticket(instructor.pk, org), after=0)
    assert {message["kind"] for message in to_staff} == {"exam.changed"}
    to_learner = live.messages_for(live.Ticket(learner.pk, org), after=0)
    assert [one["kind"] for one in to_learner if one["kind"].startswith("exam.")] == ["exam.notice"]


def test_settings_are_written_against_their_version_and_sittings_keep_taken_seats(
    api, quiz, enrollment, instructor
):
    client = api(instructor)
    read = client.get(place(quiz, "/settings"))
    assert (read.json()["row_version"], read["ETag"]) == (0, '"0"')
    body = {"identity": "statement", "warn_after": {"paste": 2}, "is_registration_needed": True}
    client.problem(client.put(place(quiz, "/settings"), body), 428)
    saved = client.put(place(quiz, "/settings"), body, headers={"if-match": '"0"'}).json()
    assert (saved["row_version"], saved["warn_after"]) == (1, {"paste": 2})
    client.problem(client.put(place(quiz, "/settings"), body, headers={"if-match": '"0"'}), 412)
    wrong = {**body, "config_keys": [{"config_key": "xyz"}]}
    client.problem(client.put(place(quiz, "/settings"), wrong, headers={"if-match": '"1"'}), 422)
    times = {"starts_at": NOON.isoformat(), "ends_at": (NOON + timedelta(hours=2)).isoformat()}
    sitting = client.post(place(quiz, "/sittings"), {**times, "seats": 2}).json()
    path = f"/api/v1/exam-sittings/{sitting['uuid']}"
    exam = quiz.exam
    with frozen(NOON):
        exams.register(exam=exam, enrollment=enrollment, sitting=exam.sittings.get())
    client.problem(client.put(path, {**times, "seats": 0}), 422)
    client.problem(client.delete(path), 409, "exam-sitting-in-use")
    assert client.get(place(quiz, "/candidates")).json()["results"][0]["session_state"] == ""


def test_a_learner_registers_changes_and_gives_back(api, quiz, enrollment, learner):
    exam = make_exam(quiz, is_registration_needed=True)
    with frozen(NOON - timedelta(days=1)):
        one = make_sitting(exam, seats=1)
        client = api(learner)
        body = client.put(place(quiz, "/registration"), {"sitting": str(one.uuid)}).json()
        assert body["registration"]["sitting"]["seats_left"] == 0
        client.problem(client.put(place(quiz, "/registration"), {"sitting": str(uuid.uuid4())}), 404)
        assert client.delete(place(quiz, "/registration")).status_code == 204
        assert client.get(place(quiz)).json()["registration"] is None


def test_who_registered_is_found_by_a_part_of_the_name(
    api, quiz, enrollment, instructor, make_person, course
):
    exam = make_exam(quiz, is_registration_needed=True)
    bea = enroll_learner(course_id=course.pk, learner_id=make_person("bea", roles=("learner",)).pk)
    with frozen(NOON - timedelta(days=1)):
        sitting = make_sitting(exam, seats=2)
        for one in (enrollment, bea):
            exams.register(exam=exam, enrollment=one, sitting=sitting)
    client, name = api(instructor), bea.learner.display_name
    assert name == "Bea Example"
    for search, found in (("BEA", [name]), (" exam  bea ", [name]), ("%", []), ("zzz", [])):
        rows = client.get(place(quiz, "/candidates"), {"search": search}).json()["results"]
        assert [row["name"] for row in rows] == found, search
    assert len(client.get(place(quiz, "/candidates")).json()["results"]) == 2


def test_candidates_are_found_by_words_of_the_name(
    api, quiz, exam, enrollment, instructor, make_person, course
):
    bea = make_person("bea", last_name="Moss", roles=("learner",))
    check_in(exam, enrollment)
    check_in(exam, enroll_learner(course_id=course.pk, learner_id=bea.pk))
    client = api(instructor)
    for search, found in (("BEA", ["Bea Moss"]), ("moss bea", ["Bea Moss"]), ("%", []), ("zzz", [])):
        rows = client.get(place(quiz, "/sessions"), {"search": search}).json()["results"]
        assert [row["name"] for row in rows] == found, search


def test_lists_cost_the_same_however_many_there_are(
    api, quiz, exam, enrollment, instructor, make_person, course, django_assert_max_num_queries
):
    check_in(exam, enrollment)
    for name in ("bea", "cem", "dan"):
        one = enroll_learner(course_id=course.pk, learner_id=make_person(name, roles=("learner",)).pk)
        check_in(exam, one)
    client = api(instructor)
    client.get(place(quiz, "/sessions"))
    with django_assert_max_num_queries(11):
        assert len(client.get(place(quiz, "/sessions")).json()["results"]) == 4
    with django_assert_max_num_queries(11):
        assert client.get(f"/api/v1/courses/{course.slug}/exams").json()["results"][0]["open_sessions"] == 4


def test_pictures_go_when_their_time_after_the_verdict_is_over(quiz, enrollment, instructor):
    exam = make_exam(quiz, identity="picture", picture_days=10)
    session = check_in(exam, enrollment)
    exams.put_picture(session=session, content=png(), name="me.png")
    ProctorSession.objects.filter(pk=session.pk).update(state="ended")
    with frozen(NOON):
        exams.decide(session=session, by_id=instructor.pk, verdict="accepted", reason="Fine.")
    with frozen(NOON + timedelta(days=9)):
        assert drop_old_pictures() == 0
    with frozen(NOON + timedelta(days=11)):
        assert drop_old_pictures() == 1
    session.refresh_from_db()
    assert session.picture_id is None


def test_what_is_recorded_is_said_in_the_language_of_the_reader(quiz):
    exam = make_exam(quiz, identity="picture")
    english, tamil = consent_text_of(exam, "en"), consent_text_of(exam, "ta")
    assert "picture" in english
    assert english != tamil
    assert consent_text_of(exam, "xx") == english


def test_ending_twice_changes_nothing(quiz, exam, enrollment, instructor):
    session = check_in(exam, enrollment)
    exams.admit(session=session, by_id=instructor.pk)
    from edusync.assessment.services import start_attempt

    attempt = start_attempt(
        quiz=quiz, enrollment=enrollment, facts={"headers": {"X-Exam-Device": str(DEVICES[0])}}
    )
    submit_attempt(attempt=attempt)
    assert len(exams.end_sessions()) == 1
    assert exams.end_sessions() == []
