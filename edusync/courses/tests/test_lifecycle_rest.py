"""Review, team and comments over HTTP: who may do what from which state."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import Course, CourseApprovalRequest
from edusync.courses.testing import lessons_of, make_course, make_lesson
from edusync.kernel import clock

pytestmark = pytest.mark.django_db

PEOPLE = (
    "learner",
    "author",
    "assistant",
    "instructor",
    "owner",
    "course_reviewer",
    "reviewer",
    "manager",
)


@pytest.fixture
def people(make_person: Any, course: Course) -> dict[str, Any]:
    found = {name: make_person(name.replace("_", "-")) for name in PEOPLE[:6]}
    for name, duty in (
        ("author", "author"),
        ("assistant", "assistant"),
        ("instructor", "instructor"),
        ("owner", "owner"),
        ("course_reviewer", "reviewer"),
    ):
        services.assign_staff(course=course, user_id=found[name].pk, duty=duty)
    found["reviewer"] = make_person("reviewer", roles=("reviewer",))
    found["manager"] = make_person("manager", roles=("manager",))
    found["stranger"] = make_person("stranger", roles=())
    return found


@pytest.fixture
def course(organization: Any) -> Course:
    return make_course("Soil", modules=1, lessons=2, status="draft")


def bring(course: Course, status: str, by: Any) -> None:
    """Bring the draft into a state by the steps that lead there."""
    if status in ("in_review", "changes_requested", "approved"):
        services.submit_course(course=course, by_id=by["author"].pk)
    if status in ("changes_requested", "approved"):
        decision = "approve" if status == "approved" else "request_changes"
        services.decide_submission(
            course=course, decision=decision, reason="Because.", by_id=by["manager"].pk
        )
    if status in ("published", "archived"):
        services.publish_course(course=course)
    if status == "archived":
        services.archive_course(course=course)


BODIES: dict[str, Any] = {
    "decide": {"decision": "request_changes", "reason": "More."},
    "publish": {"accept_warnings": True},
}
# Who gets which answer, by step: everybody else 403, or 404 where the course is hidden from them.
MAY = {
    "submit": {"author", "instructor", "owner", "manager"},
    "withdraw": {"author", "instructor", "owner", "manager"},
    "decide": {"course_reviewer", "reviewer", "manager"},
    "publish": {"instructor", "owner", "manager"},
    "unpublish": {"instructor", "owner", "manager"},
    "archive": {"instructor", "owner", "manager"},
}
# Answer to somebody who may, by state and step.
OUTCOME = {
    "draft": {
        "submit": 200,
        "withdraw": 409,
        "decide": 409,
        "publish": 200,
        "unpublish": 200,
        "archive": 409,
    },
    "in_review": {
        "submit": 409,
        "withdraw": 200,
        "decide": 200,
        "publish": 200,
        "unpublish": 409,
        "archive": 409,
    },
    "changes_requested": {
        "submit": 200,
        "withdraw": 200,
        "decide": 409,
        "publish": 200,
        "unpublish": 409,
        "archive": 409,
    },
    "approved": {
        "submit": 200,
        "withdraw": 200,
        "decide": 200,
        "publish": 200,
        "unpublish": 409,
        "archive": 409,
    },
    "published": {
        "submit": 200,
        "withdraw": 409,
        "decide": 409,
        "publish": 200,
        "unpublish": 200,
        "archive": 200,
    },
    "archived": {
        "submit": 409,
        "withdraw": 409,
        "decide": 409,
        "publish": 200,
        "unpublish": 200,
        "archive": 200,
    },
}
SEES = {
    "draft": {"author", "assistant", "instructor", "owner", "course_reviewer", "manager"},
    "in_review": {"author", "assistant", "instructor", "owner", "course_reviewer", "reviewer", "manager"},
    "archived": {"author", "assistant", "instructor", "owner", "course_reviewer", "manager"},
    "published": {*PEOPLE, "stranger"},
}
SEES["changes_requested"] = SEES["approved"] = SEES["in_review"]


class TestWhoTakesWhichStep:
    @pytest.mark.parametrize("status", list(OUTCOME))
    def test_every_role(self, course: Course, people: Any, api: Any, status: str) -> None:
        bring(course, status, people)
        for name in (*PEOPLE, "stranger"):
            client = api(people[name])
            for step in sorted(MAY):
                if name in MAY[step] and name in SEES[status]:
                    continue
                answer = client.post(f"/api/v1/courses/soil/{step}", BODIES.get(step, {}))
                assert answer.status_code == (403 if name in SEES[status] else 404), (name, step)
        assert api().post("/api/v1/courses/soil/submit", {}).status_code == 401
        course.refresh_from_db()
        assert course.status == status

    @pytest.mark.parametrize("status", list(OUTCOME))
    def test_every_outcome(self, course: Course, people: Any, api: Any, status: str) -> None:
        bring(course, status, people)
        for name in sorted(SEES[status]):
            client = api(people[name])
            for step in sorted(step for step, doers in MAY.items() if name in doers):
                with transaction.atomic():
                    answer = client.post(f"/api/v1/courses/soil/{step}", BODIES.get(step, {}))
                    transaction.set_rollback(True)
                assert answer.status_code == OUTCOME[status][step], (name, step, answer.content)

    @pytest.mark.parametrize("status", list(OUTCOME))
    def test_what_is_offered_works_and_what_is_not_does_not(
        self, course: Course, people: Any, api: Any, status: str
    ) -> None:
        bring(course, status, people)
        for name in PEOPLE[1:]:
            client = api(people[name])
            answer = client.get("/api/v1/courses/soil/review")
            if name not in SEES[status]:
                assert answer.status_code == 404
                continue
            acts = answer.json()["acts"]
            for step, doers in MAY.items():
                works = name in doers and OUTCOME[status][step] == 200
                # Steps that would change nothing are answered, not offered.
                idle = (status, step) in {
                    ("draft", "unpublish"),
                    ("published", "publish"),
                    ("archived", "archive"),
                }
                assert (step in acts) == (works and not idle), (name, step)


class TestReviewPage:
    def test_learners_do_not_see_it(self, course: Course, people: Any, api: Any) -> None:
        services.publish_course(course=course)
        api().problem(api().get("/api/v1/courses/soil/review"), 401, "not-authenticated")
        client = api(people["learner"])
        client.problem(client.get("/api/v1/courses/soil/review"), 403, "forbidden")
        client.problem(client.get("/api/v1/courses/soil/history"), 403, "forbidden")
        client.problem(client.get("/api/v1/courses/none/review"), 404, "not-found")

    def test_it_says_where_the_course_stands(self, course: Course, people: Any, api: Any) -> None:
        bring(course, "in_review", people)
        body = api(people["reviewer"]).get("/api/v1/courses/soil/review").json()
        assert body["request"]["submitted_by"]["display_name"] == "Author Example"
        assert {finding["code"] for finding in body["findings"]} >= {"no-image", "no-category"}
        assert (body["acts"], body["is_lapsed"], body["drafts"]) == (["decide"], False, [])

    def test_its_cost_does_not_grow_with_lessons(self, course: Course, people: Any, api: Any) -> None:
        client = api(people["owner"])
        client.get("/api/v1/courses/soil/review")
        counts = []
        for number in range(2):
            for _ in range(6 * number):
                make_lesson(course=course, title="More")
            with CaptureQueriesContext(connection) as captured:
                client.get("/api/v1/courses/soil/review")
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_a_reviewer_of_the_organization_reads_what_was_handed_in(
        self, course: Course, people: Any, api: Any
    ) -> None:
        lesson = lessons_of(course)[0]
        client = api(people["reviewer"])
        client.problem(client.get(f"/api/v1/lessons/{lesson.pk}"), 404, "not-found")
        bring(course, "in_review", people)
        assert client.get(f"/api/v1/lessons/{lesson.pk}").status_code == 200
        assert client.get("/api/v1/courses/soil/outline").status_code == 200

    def test_history_is_paged_at_a_steady_cost(
        self, course: Course, people: Any, api: Any, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(4):
            services.submit_course(course=course, by_id=people["author"].pk)
            services.withdraw_submission(course=course, by_id=people["author"].pk)
        client = api(people["owner"])
        with django_assert_max_num_queries(7):
            page = client.get("/api/v1/courses/soil/history?limit=3").json()
        assert [row["act"] for row in page["results"]] == ["withdrawn", "submitted", "withdrawn"]
        assert page["next"]

    def test_publishing_with_warnings_is_asked_twice(self, course: Course, people: Any, api: Any) -> None:
        client = api(people["owner"])
        problem = client.problem(client.post("/api/v1/courses/soil/publish"), 422, "checklist-warnings")
        assert {error["code"] for error in problem["errors"]} >= {"no-image"}
        answer = client.post("/api/v1/courses/soil/publish", {"accept_warnings": True, "reason": "Soon."})
        assert answer.json()["status"] == "published"

    def test_a_set_time_is_shown_and_taken_back(self, course: Course, people: Any, api: Any) -> None:
        client = api(people["instructor"])
        at = clock.now() + dt.timedelta(days=3)
        body = {"publish_at": at.isoformat(), "accept_warnings": True}
        answer = client.put("/api/v1/courses/soil/schedule", body)
        assert (answer.status_code, "unschedule" in answer.json()["acts"]) == (200, True)
        assert client.delete("/api/v1/courses/soil/schedule").status_code == 204
        assert client.get("/api/v1/courses/soil/review").json()["publish_at"] is None
        client.problem(client.put("/api/v1/courses/soil/schedule", {}), 422, "invalid-input")


class TestQueue:
    def waiting(self, client: Any, query: str = "") -> list[str]:
        return [
            row["course"]["title"] for row in client.get(f"/api/v1/course-approvals{query}").json()["results"]
        ]

    def test_the_oldest_comes_first_and_only_what_one_reviews(
        self, course: Course, people: Any, api: Any
    ) -> None:
        other = make_course("Air", modules=1, lessons=1, status="draft")
        services.submit_course(course=other, by_id=people["manager"].pk)
        bring(course, "in_review", people)
        assert self.waiting(api(people["reviewer"])) == ["Air", "Soil"]
        assert self.waiting(api(people["manager"]), "?search=so") == ["Soil"]
        assert self.waiting(api(people["course_reviewer"])) == ["Soil"]
        assert self.waiting(api(people["reviewer"]), "?status=approved") == []
        for name in ("learner", "author", "owner"):
            client = api(people[name])
            client.problem(client.get("/api/v1/course-approvals"), 403, "forbidden")
        client = api(people["manager"])
        assert client.get("/api/v1/course-approvals/count").json() == {"open": 1}
        client.problem(client.get("/api/v1/course-approvals?status=odd"), 422, "invalid-input")

    def test_its_cost_does_not_grow(self, people: Any, api: Any) -> None:
        client = api(people["reviewer"])
        counts = []
        for number in range(2):
            for place in range(1 + 5 * number):
                made = make_course(f"Course {number} {place}", modules=1, lessons=1, status="draft")
                services.submit_course(course=made, by_id=people["author"].pk)
            with CaptureQueriesContext(connection) as captured:
                client.get("/api/v1/course-approvals")
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 5

    def test_the_rule_is_set_by_who_keeps_the_catalog(self, course: Course, people: Any, api: Any) -> None:
        manager, owner = api(people["manager"]), api(people["owner"])
        address = "/api/v1/course-approvals/rule"
        for name in ("owner", "reviewer"):
            client = api(people[name])
            client.problem(client.put(address, {"is_review_required": True}), 403, "forbidden")
        assert manager.put(address, {"is_review_required": True}).json() == {"is_review_required": True}
        assert manager.get(address).json() == {"is_review_required": True}
        publish = "/api/v1/courses/soil/publish"
        owner.problem(owner.post(publish, {"accept_warnings": True}), 409, "review-needed")
        assert "publish" not in owner.get("/api/v1/courses/soil/review").json()["acts"]
        assert manager.post(publish, {"accept_warnings": True}).json()["status"] == "published"

    def test_deleted_courses_leave_it(self, course: Course, people: Any, api: Any) -> None:
        bring(course, "in_review", people)
        services.withdraw_submission(course=course, by_id=people["author"].pk)
        services.delete_course(course=course)
        assert self.waiting(api(people["manager"]), "?status=all") == []
        assert CourseApprovalRequest.objects.count() == 1
