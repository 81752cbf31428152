"""What waits for those who mark, write quizzes and invigilate: the figures are those of the pages they lead to."""

import datetime as dt
from typing import Any

import pytest

from edusync.assessment.models import ExamBehavior, ProctorSession, QuizAttempt
from edusync.assessment.services import exams, save_answer, start_attempt, submit_attempt
from edusync.assessment.services.question_flags import answer_flag, flag_question
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import make_quiz
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment, make_rubric
from edusync.assessment.tests.exam_rows import make_exam
from edusync.assessment.tests.test_double_marking import PLAN, address
from edusync.assessment.tests.test_exams import begin, tell
from edusync.assessment.tests.test_hand_marking import ESSAY, essay_of, put
from edusync.assessment.tests.test_marking import give, queue
from edusync.courses.models import Course
from edusync.courses.services import assign_staff
from edusync.enrollment.models import LearnerGroup, LearnerGroupMember
from edusync.enrollment.services import enroll_learner
from edusync.kernel import clock

pytestmark = pytest.mark.django_db
WAITING = "/api/v1/teaching/waiting"
DAY = dt.timedelta(days=1)


def waiting(client: Any, *kinds: str) -> list[dict[str, Any]]:
    """What waits of these kinds, or of all."""
    answer = client.get(WAITING)
    assert answer.status_code == 200, answer.content
    return [row for row in answer.json()["results"] if not kinds or row["kind"] in kinds]


def figures(client: Any, *kinds: str) -> list[tuple[str, int]]:
    return [(row["kind"], row["count"]) for row in waiting(client, *kinds)]


def taken_alone(quiz: Any, enrollment: Any) -> QuizAttempt:
    """A submitted attempt at a quiz of one essay."""
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    (essay,) = sheet_of(attempt.edition).slots
    save_answer(attempt=attempt, slot_id=essay.id, response={"text": "Because."})
    return submit_attempt(attempt=attempt)


@pytest.fixture
def people(make_person: Any, course: Course) -> list[Any]:
    """Three learners in the course."""
    return [
        enroll_learner(course_id=course.pk, learner_id=make_person(name).pk) for name in ("ann", "ben", "cem")
    ]


@pytest.fixture
def colleague(make_person: Any, course: Course) -> Any:
    """Another instructor of the course."""
    person = make_person("sana", roles=("instructor",))
    assign_staff(course=course, user_id=person.pk, duty="instructor")
    return person


def test_works_wait_until_they_are_marked_and_then_until_the_mark_is_posted(
    api: Any, course: Course, people: list[Any], instructor: Any
) -> None:
    client, essay = api(instructor), make_assignment(course=course)
    assert waiting(client) == []
    with clock.frozen(clock.now() - 3 * DAY):
        first = hand_in(essay, people[0])
    for one in people[1:]:
        hand_in(essay, one)
    (row,) = waiting(client)
    assert row == {
        "kind": "submissions",
        "count": 3,
        "since": row["since"],
        "path": f"/marking/{essay.pk}",
        "course": {"slug": course.slug, "title": "Algebra"},
        "about": "An essay",
    }
    assert dt.datetime.fromisoformat(row["since"]) == first.submitted_at
    page = f"/api/v1/assignments/{essay.pk}/submissions"
    assert len(client.get(f"{page}?state=waiting").json()["results"]) == row["count"]
    give(client, queue(client, essay)[0], {"points": 4})
    assert figures(client) == [("submissions", 2), ("unposted-marks", 1)]
    assert len(client.get(f"{page}?state=marked").json()["results"]) == 1
    client.post(f"/api/v1/assignments/{essay.pk}/post-marks", HTTP_IDEMPOTENCY_KEY="a")
    assert figures(client) == [("submissions", 2)]


def test_only_the_try_that_counts_waits_and_work_given_back_does_not(
    api: Any, course: Course, people: list[Any], instructor: Any
) -> None:
    client, essay = api(instructor), make_assignment(course=course, attempts_allowed=2)
    hand_in(essay, people[0])
    hand_in(essay, people[0], "Once more.")
    assert figures(client) == [("submissions", 1)]
    (line,) = queue(client, essay)
    headers = {"HTTP_IF_MATCH": f'"{line["row_version"]}"'}
    assert client.post(f"/api/v1/submissions/{line['uuid']}/return", **headers).status_code == 200
    assert waiting(client) == []


def test_what_a_group_handed_in_together_is_one_work(
    api: Any, course: Course, people: list[Any], instructor: Any
) -> None:
    client, essay = api(instructor), make_assignment(course=course, is_group_work=True)
    group = LearnerGroup.objects.create(organization_id=course.organization_id, course=course, name="Reds")
    for one in people:
        LearnerGroupMember.objects.create(group=group, enrollment=one, organization_id=course.organization_id)
    hand_in(essay, people[0])
    assert figures(client) == [("submissions", 1)]
    page = f"/api/v1/assignments/{essay.pk}/submissions?state=waiting"
    assert len(client.get(page).json()["results"]) == 1
    (overview,) = client.get("/api/v1/marking").json()["results"]
    assert (overview["waiting_count"], overview["marked_count"]) == (1, 0)
    give(client, queue(client, essay)[0], {"points": 9})
    (overview,) = client.get("/api/v1/marking").json()["results"]
    assert (overview["waiting_count"], overview["marked_count"]) == (0, 1)


def test_of_two_markers_each_has_their_own_to_do_and_a_third_what_lies_apart(
    api: Any, course: Course, people: list[Any], instructor: Any, colleague: Any, make_person: Any
) -> None:
    essay = make_assignment(course=course, rubric=make_rubric(course))
    hand_in(essay, people[0])
    third = make_person("tariq", roles=("instructor",))
    assign_staff(course=course, user_id=third.pk, duty="instructor")
    one, two, three = api(instructor), api(colleague), api(third)
    assert one.put(address(essay), PLAN).status_code == 200
    assert [figures(each) for each in (one, two, three)] == [[("submissions", 1)]] * 3
    give(one, queue(one, essay)[0], {"points": 9})
    assert [figures(each) for each in (one, two, three)] == [[], [("submissions", 1)], [("submissions", 1)]]
    give(two, queue(two, essay)[0], {"points": 2})
    # They are far apart: now somebody who is neither decides.
    assert [figures(each) for each in (one, two, three)] == [[], [], [("submissions", 1)]]
    give(three, queue(three, essay)[0], {"points": 5})
    assert [figures(each) for each in (one, two, three)] == [[("unposted-marks", 1)]] * 3


def test_answers_wait_by_quiz_and_nobody_waits_for_themselves(
    api: Any, course: Course, people: list[Any], instructor: Any
) -> None:
    quiz = make_quiz(course=course, questions=[ESSAY])
    own = enroll_learner(course_id=course.pk, learner_id=instructor.pk)
    attempts = [taken_alone(quiz, one) for one in (*people, own)]
    client = api(instructor)
    (row,) = waiting(client)
    assert (row["kind"], row["count"], row["about"]) == ("answers", 3, quiz.lesson.title)
    assert row["path"] == f"/teach/{course.slug}/quizzes/{quiz.pk}/marking"
    page = f"/api/v1/quizzes/{quiz.pk}/answers-to-mark"
    (question,) = client.get(page).json()["questions"]
    shown = client.get(f"{page}/{question['uuid']}?state=waiting").json()["results"]
    assert len([one for one in shown if one["can_mark"]]) == row["count"]
    put(api, instructor, quiz, essay_of(attempts[0]), "2")
    assert figures(client) == [("answers", 2)]


def test_reports_on_questions_wait_for_who_writes_the_quiz(
    api: Any, course: Course, people: list[Any], instructor: Any, make_person: Any
) -> None:
    quiz = make_quiz(course=course)
    flags = []
    for one in people:
        attempt = submit_attempt(attempt=start_attempt(quiz=quiz, enrollment=one))
        slot = sheet_of(attempt.edition).slots[0]
        flags.append(flag_question(attempt=attempt, slot_id=slot.id, reason="unclear"))
    answer_flag(flag=flags[0], state="declined", answer="It is.", by_id=instructor.pk)
    client = api(instructor)
    (row,) = waiting(client)
    assert (row["kind"], row["count"]) == ("question-reports", 2)
    assert row["path"] == f"/teach/{course.slug}/quizzes/{quiz.pk}/doctor"
    page = client.get(f"/api/v1/quizzes/{quiz.pk}/flags?state=open").json()["results"]
    assert len(page) == row["count"]
    assistant = make_person("asha")
    assign_staff(course=course, user_id=assistant.pk, duty="assistant")
    assert waiting(api(assistant)) == []


def test_sessions_to_look_at_wait_for_who_invigilates(
    api: Any, quiz: Any, course: Course, enrollment: Any, people: list[Any], instructor: Any
) -> None:
    exam = make_exam(quiz, review_after={"paste": 1})
    for one in (enrollment, *people[:2]):
        session, attempt = begin(quiz, exam, one)
        if one is not people[1]:
            tell(session, "paste")
        submit_attempt(attempt=attempt)
    exams.end_sessions()
    client = api(instructor)
    (row,) = waiting(client)
    assert (row["kind"], row["count"]) == ("exam-verdicts", 2)
    assert row["path"] == f"/teach/{course.slug}/exams/{quiz.pk}?state=review"
    heard = [one.last_beat_at or one.created_at for one in ProctorSession.objects.filter(state="review")]
    assert dt.datetime.fromisoformat(row["since"]) == min(heard)
    page = f"/api/v1/quizzes/{quiz.pk}/exam/sessions?state=review"
    shown = client.get(page).json()["results"]
    assert len(shown) == row["count"]
    verdict = {"verdict": "accepted", "reason": "Looked at."}
    assert client.put(f"/api/v1/proctor-sessions/{shown[0]['uuid']}/verdict", verdict).status_code == 200
    assert figures(client) == [("exam-verdicts", 1)]


def test_a_way_of_writing_that_stands_out_waits_too(
    api: Any, quiz: Any, course: Course, enrollment: Any, people: list[Any], instructor: Any
) -> None:
    exam = make_exam(quiz, review_after={"paste": 1})
    for one in (enrollment, people[0]):
        session, attempt = begin(quiz, exam, one)
        if one is enrollment:
            tell(session, "paste")
        submit_attempt(attempt=attempt)
    exams.end_sessions()
    (quiet,) = ProctorSession.objects.filter(state="ended")
    ExamBehavior.objects.update_or_create(
        session=quiet,
        defaults={
            "exam": exam,
            "organization_id": course.organization_id,
            "distance": 9.0,
            "is_marked": True,
            "compared": 20,
        },
    )
    client = api(instructor)
    assert figures(client) == [("exam-verdicts", 2)]
    page = f"/api/v1/quizzes/{quiz.pk}/exam/sessions?state=review"
    assert len(client.get(page).json()["results"]) == 2


def test_what_was_deleted_waits_for_nobody(
    api: Any, course: Course, people: list[Any], instructor: Any, admin: Any
) -> None:
    essay = make_assignment(course=course)
    quiz = make_quiz(course=course, questions=[ESSAY])
    hand_in(essay, people[0])
    taken_alone(quiz, people[0])
    for person in (instructor, admin):
        assert len(waiting(api(person))) == 2
    type(essay.lesson).objects.filter(pk=essay.lesson_id).update(deleted_at=clock.now())
    for person in (instructor, admin):
        assert figures(api(person)) == [("answers", 1)]
    Course.objects.filter(pk=course.pk).update(deleted_at=clock.now())
    for person in (instructor, admin):
        assert waiting(api(person)) == []


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("instructor", {"submissions", "answers", "question-reports"}),
        ("admin", {"submissions", "answers", "question-reports"}),
        ("manager", {"submissions", "answers", "question-reports"}),
        ("assistant", {"submissions", "answers"}),
        ("author", {"question-reports"}),
        ("auditor", set()),
        ("of_another_course", set()),
        ("learner", set()),
        ("stranger", set()),
        ("outsider", set()),
    ],
)
def test_each_sees_what_they_may_do(
    api: Any, course: Course, people: list[Any], somebody: Any, who: str, sees: set[str]
) -> None:
    hand_in(make_assignment(course=course), people[0])
    quiz = make_quiz(course=course, questions=[ESSAY])
    attempt = taken_alone(quiz, people[1])
    slot = sheet_of(attempt.edition).slots[0]
    flag_question(attempt=attempt, slot_id=slot.id, reason="other")
    person = somebody(who, course)
    assert {row["kind"] for row in waiting(api(person))} == sees
