"""Comments on drafts: threads, calls, who reads them, and that learners never do."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import ContentComment, Course
from edusync.courses.services.lifecycle_comments import resolve_thread, write_comment
from edusync.courses.testing import lessons_of, make_course
from edusync.kernel.problems import NotFound, ValidationProblem
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db
COMMENTS = "/api/v1/courses/soil/comments"


@pytest.fixture
def author(make_person: Any) -> Any:
    return make_person("aya")


@pytest.fixture
def course(instructor: Any, author: Any) -> Course:
    made = make_course("Soil", modules=1, lessons=2, created_by_id=instructor.pk)
    services.assign_staff(course=made, user_id=author.pk, duty="author")
    return made


class TestThreads:
    def test_a_block_is_discussed_and_the_thread_resolved(
        self, course: Course, api: Any, instructor: Any, author: Any
    ) -> None:
        lesson = lessons_of(course)[0]
        teacher, writer = api(instructor), api(author)
        body = {"body": "Which clay?", "lesson_id": lesson.pk, "block_id": "b2", "quote": "Clay holds water."}
        thread = teacher.post(COMMENTS, body).json()
        assert (thread["lesson"]["id"], thread["block_id"]) == (lesson.pk, "b2")
        writer.post(COMMENTS, {"body": "Red clay.", "thread_id": thread["id"]})
        counts = writer.get("/api/v1/courses/soil/comment-counts").json()
        assert counts == {"open": 1, "course": 0, "lessons": [{"lesson_id": lesson.pk, "open": 1}]}
        done = writer.put(f"/api/v1/comments/{thread['id']}/resolution", {"is_resolved": True}).json()
        assert (done["is_resolved"], [row["body"] for row in done["answers"]]) == (True, ["Red clay."])
        assert writer.get(f"{COMMENTS}?status=open").json()["results"] == []
        teacher.post(COMMENTS, {"body": "And blue?", "thread_id": thread["id"]})
        (again,) = writer.get(f"{COMMENTS}?status=open&lesson={lesson.pk}").json()["results"]
        assert not again["is_resolved"]

    def test_one_edits_and_deletes_what_is_ones_own(
        self, course: Course, api: Any, instructor: Any, author: Any, admin: Any
    ) -> None:
        thread = api(author).post(COMMENTS, {"body": "First."}).json()
        address = f"/api/v1/comments/{thread['id']}"
        client = api(instructor)
        client.problem(client.patch(address, {"body": "Mine now."}), 403, "forbidden")
        client.problem(client.delete(address), 403, "forbidden")
        edited = api(author).patch(address, {"body": "Second."}).json()
        assert edited["body"] == "Second."
        assert edited["edited_at"]
        client.post(COMMENTS, {"body": "Yes.", "thread_id": thread["id"]})
        assert api(admin).delete(address).status_code == 204
        (left,) = client.get(COMMENTS).json()["results"]
        assert (left["is_deleted"], left["body"], left["author"]) == (True, "", None)

    def test_only_the_team_is_called_and_once(
        self, course: Course, instructor: Any, author: Any, learner: Any
    ) -> None:
        with pytest.raises(ValidationProblem):
            write_comment(course=course, author_id=instructor.pk, body="@lena", mentioned_ids=[learner.pk])
        write_comment(
            course=course,
            author_id=instructor.pk,
            body="@Aya, please.",
            mentioned_ids=[author.pk, instructor.pk],
        )
        run_worker()
        assert [(message.to, "@Aya, please." in message.body) for message in mail.outbox] == [
            ([author.email], True)
        ]

    def test_places_must_fit(self, course: Course, instructor: Any) -> None:
        other = lessons_of(make_course("Air", modules=1, lessons=1))[0]
        with pytest.raises(NotFound):
            write_comment(course=course, author_id=instructor.pk, body="x", lesson_id=other.pk)
        with pytest.raises(ValidationProblem):
            write_comment(course=course, author_id=instructor.pk, body="x", block_id="b1")
        with pytest.raises(ValidationProblem):
            write_comment(course=course, author_id=instructor.pk, body="  ")
        first = write_comment(course=course, author_id=instructor.pk, body="x")
        answer = write_comment(course=course, author_id=instructor.pk, body="y", thread_id=first.pk)
        with pytest.raises(NotFound):
            write_comment(course=course, author_id=instructor.pk, body="z", thread_id=answer.pk)
        with pytest.raises(NotFound):
            resolve_thread(comment=answer, by_id=instructor.pk)

    def test_the_database_keeps_threads_in_their_course(self, course: Course, instructor: Any) -> None:
        first = write_comment(course=course, author_id=instructor.pk, body="x")
        other = make_course("Air", modules=1, lessons=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            ContentComment.objects.filter(pk=first.pk).update(course=other)
        with pytest.raises(DatabaseError), transaction.atomic():
            ContentComment.objects.create(
                organization_id=course.organization_id,
                course=other,
                thread=first,
                author_id=instructor.pk,
                body="y",
            )


class TestWhoReads:
    def test_learners_never_do(
        self, course: Course, api: Any, instructor: Any, learner: Any, told: Any
    ) -> None:
        told.enroll(course, learner)
        first = write_comment(course=course, author_id=instructor.pk, body="Secret.")
        client = api(learner)
        client.problem(client.get(COMMENTS), 403, "forbidden")
        client.problem(client.get("/api/v1/courses/soil/comment-counts"), 403, "forbidden")
        client.problem(client.patch(f"/api/v1/comments/{first.pk}", {"body": "x"}), 404, "not-found")
        api().problem(api().get(COMMENTS), 401, "not-authenticated")
        for lesson in lessons_of(course):
            assert b"Secret." not in client.get(f"/api/v1/lessons/{lesson.pk}").content

    def test_reviewers_of_the_organization_and_all_duties_do(
        self, course: Course, api: Any, make_person: Any
    ) -> None:
        assert api(make_person("rita", roles=("reviewer",))).get(COMMENTS).status_code == 200
        for duty in ("owner", "instructor", "assistant", "author", "reviewer"):
            person = make_person(duty)
            services.assign_staff(course=course, user_id=person.pk, duty=duty)
            assert api(person).post(COMMENTS, {"body": "Here."}).status_code == 201

    def test_the_cost_does_not_grow_with_threads(
        self, course: Course, api: Any, instructor: Any, author: Any
    ) -> None:
        client = api(instructor)
        counts = []
        for number in range(2):
            for _ in range(1 + 5 * number):
                first = write_comment(
                    course=course, author_id=instructor.pk, body="x", lesson_id=lessons_of(course)[0].pk
                )
                write_comment(
                    course=course,
                    author_id=author.pk,
                    body="y",
                    thread_id=first.pk,
                    mentioned_ids=[instructor.pk],
                )
            with CaptureQueriesContext(connection) as captured:
                client.get(COMMENTS)
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 8
