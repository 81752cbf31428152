"""A learner asks for a second look at a mark; staff answer it; both see what became of it."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from edusync.grading.models import Grade, GradeItem, RegradeRequest
from edusync.grading.services import save_rules
from edusync.grading.testing import give, make_item, score_attempt
from edusync.kernel import clock
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asking_is_open(course: Any) -> None:
    open_until(course, clock.now() + datetime.timedelta(days=3))


def open_until(course: Any, instant: Any, *, version: int = 0) -> None:
    save_rules(
        course=course,
        base_version=version,
        by_id=None,
        categories=[],
        scheme_id=None,
        aggregation="points",
        missing="zero",
        regrade_until=instant,
    )


def own(course: Any, item: GradeItem) -> str:
    return f"/api/v1/my/courses/{course.slug}/grades/{item.pk}"


def test_asking_and_another_mark(
    api: Any, course: Any, essay: GradeItem, enrollment: Any, learner: Any, instructor: Any
) -> None:
    give(essay, enrollment, 6)
    client, staff = api(learner), api(instructor)
    assert client.get(own(course, essay)).json()["may_ask"] is True
    assert client.post(own(course, essay), {"words": "Page two was not read."}).status_code == 201
    assert client.get(own(course, essay)).json()["may_ask"] is False
    again = client.post(own(course, essay), {"words": "Please."})
    client.problem(again, 409, "regrade-asked-already")
    queue = f"/api/v1/courses/{course.slug}/gradebook/regrade-requests"
    [row] = staff.get(queue).json()["results"]
    assert (row["words"], row["points_before"]) == ("Page two was not read.", 6)
    assert staff.get(f"/api/v1/courses/{course.slug}/gradebook").json()["open_regrades"] == 1
    body = {"row_version": row["row_version"], "points": 8, "answer": "You are right."}
    url = f"/api/v1/regrade-requests/{row['id']}/answer"
    assert staff.post(url, body).json()["state"] == "changed"
    staff.problem(staff.post(url, body), 409, "regrade-answered")
    grade = Grade.objects.get(item=essay)
    assert (grade.points, grade.change_reason) == (Decimal(8), "You are right.")
    [told] = client.get(own(course, essay)).json()["requests"]
    assert (told["state"], told["points_after"], told["answer"]) == ("changed", 8, "You are right.")
    assert staff.get(queue).json()["results"] == []
    assert len(staff.get(f"{queue}?state=answered").json()["results"]) == 1
    run_worker()
    assert "was changed" in mail.outbox[-1].subject
    assert "You are right." in mail.outbox[-1].body


def test_the_same_mark_with_an_answer(
    api: Any, course: Any, column: GradeItem, quiz: Any, enrollment: Any, learner: Any, instructor: Any
) -> None:
    score_attempt(quiz, enrollment, 2)
    api(learner).post(own(course, column), {"words": "Question three?"})
    row = RegradeRequest.objects.get()
    answer = {"row_version": 1, "points": None, "answer": "The key is right."}
    assert api(instructor).post(f"/api/v1/regrade-requests/{row.pk}/answer", answer).json()["state"] == "kept"
    assert Grade.objects.get(item=column).override_points is None
    run_worker()
    assert "stays" in mail.outbox[-1].subject


def test_after_the_date_and_without_a_mark_nobody_asks(
    api: Any, course: Any, essay: GradeItem, enrollment: Any, learner: Any
) -> None:
    client = api(learner)
    client.problem(client.post(own(course, essay), {"words": "Why?"}), 409, "regrade-closed")
    give(essay, enrollment, 6)
    open_until(course, clock.now() - datetime.timedelta(minutes=1), version=1)
    client.problem(client.post(own(course, essay), {"words": "Why?"}), 409, "regrade-closed")
    open_until(course, None, version=2)
    assert client.get(own(course, essay)).json()["may_ask"] is False
    assert not RegradeRequest.objects.exists()


def test_a_hidden_column_is_not_there(
    api: Any, course: Any, enrollment: Any, learner: Any, stranger: Any, essay: GradeItem
) -> None:
    hidden = make_item(course, is_posted=False)
    give(hidden, enrollment, 6)
    assert api(learner).get(own(course, hidden)).status_code == 404
    assert api(learner).post(own(course, hidden), {"words": "Why?"}).status_code == 404
    assert api(stranger).get(own(course, essay)).status_code == 404


@pytest.mark.parametrize(
    ("who", "reads", "answers"),
    [
        ("instructor", 200, 200),
        ("admin", 200, 200),
        ("learner", 403, 404),
        ("stranger", 403, 404),
        ("outsider", 404, 404),
    ],
)
def test_who_sees_the_queue(
    request: Any,
    api: Any,
    course: Any,
    essay: GradeItem,
    enrollment: Any,
    learner: Any,
    who: str,
    reads: int,
    answers: int,
) -> None:
    give(essay, enrollment, 6)
    api(learner).post(own(course, essay), {"words": "Why?"})
    client = api(request.getfixturevalue(who))
    assert client.get(f"/api/v1/courses/{course.slug}/gradebook/regrade-requests").status_code == reads
    row = RegradeRequest.objects.get()
    body = {"row_version": 1, "points": None, "answer": "No."}
    assert client.post(f"/api/v1/regrade-requests/{row.pk}/answer", body).status_code == answers


@pytest.mark.parametrize(
    ("feedback", "points", "parts"),
    [("after_submit", True, True), ("score_only", True, False), ("none", False, False)],
)
def test_a_mark_is_explained_as_far_as_the_quiz_allows(
    api: Any,
    course: Any,
    column: GradeItem,
    quiz: Any,
    enrollment: Any,
    learner: Any,
    feedback: str,
    points: bool,
    parts: bool,
) -> None:
    attempt = score_attempt(quiz, enrollment, 2)
    slot = quiz.slots.first()
    attempt.answers.create(slot=slot, points=Decimal(1))
    type(quiz).objects.filter(pk=quiz.pk).update(feedback=feedback)
    GradeItem.objects.filter(pk=column.pk).update(posted_at=clock.now())
    [work] = api(learner).get(own(course, column)).json()["works"]
    assert (work["points"] is not None, bool(work["parts"])) == (points, parts)
