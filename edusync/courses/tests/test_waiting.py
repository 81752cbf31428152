"""What waits for reviewers and moderators: the figures are those of the pages they lead to."""

from typing import Any

import pytest

from edusync.courses import services
from edusync.courses.models import Course, CourseReview, ReviewReport
from edusync.courses.testing import make_course

pytestmark = pytest.mark.django_db


def waiting(client: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/api/v1/teaching/waiting").json()["results"]
    return rows


@pytest.fixture
def author(make_person: Any) -> Any:
    return make_person("ava", roles=("author",))


def handed_in(title: str, author: Any) -> Course:
    course = make_course(title, modules=1, lessons=1, status="draft", created_by_id=author.pk)
    services.submit_course(course=course, by_id=author.pk)
    return course


def test_courses_handed_in_wait_for_reviewers_and_not_for_their_author(
    api: Any, author: Any, make_person: Any
) -> None:
    soil = handed_in("Soil", author)
    client = api(make_person("rea", roles=("reviewer",)))
    (row,) = waiting(client)
    assert (row["kind"], row["count"], row["path"]) == ("course-approvals", 1, f"/teach/{soil.slug}/review")
    assert row["course"] == {"slug": soil.slug, "title": "Soil"}
    handed_in("Water", author)
    (several,) = waiting(client)
    assert (several["count"], several["path"], several["course"]) == (2, "/manage/course-reviews", None)
    assert several["since"] == row["since"]
    page = client.get("/api/v1/course-approvals").json()["results"]
    assert len([one for one in page if not one["is_own"]]) == several["count"]
    assert client.get("/api/v1/course-approvals/count").json()["open"] == several["count"]
    assert waiting(api(author)) == []


def test_who_reviews_does_not_wait_for_what_they_handed_in(api: Any, author: Any, make_person: Any) -> None:
    manager = make_person("mona", roles=("manager",))
    client = api(manager)
    handed_in("Soil", manager)
    assert waiting(client) == []
    handed_in("Water", author)
    (row,) = waiting(client)
    assert (row["count"], row["course"]["title"]) == (1, "Water")
    assert client.get("/api/v1/course-approvals/count").json()["open"] == row["count"]


def test_a_reviewer_of_one_course_is_waited_for_there_alone(api: Any, author: Any, make_person: Any) -> None:
    soil = handed_in("Soil", author)
    handed_in("Water", author)
    person = make_person("rob")
    services.assign_staff(course=soil, user_id=person.pk, duty="reviewer")
    (row,) = waiting(api(person))
    assert row["course"]["title"] == "Soil"


def test_ratings_that_were_reported_wait_for_moderators(
    api: Any, make_person: Any, instructor: Any, learner: Any, outsider: Any
) -> None:
    course = make_course("Soil", modules=1, lessons=1, created_by_id=instructor.pk)
    for name in ("ann", "ben"):
        review = CourseReview.objects.create(course=course, author=make_person(name), stars=1)
        for other in (learner, instructor):
            ReviewReport.objects.create(review=review, reporter=other, reason="spam")
    client = api(make_person("mona", roles=("manager",)))
    (row,) = waiting(client)
    assert (row["kind"], row["count"], row["path"]) == ("reported-ratings", 2, "/manage/ratings")
    assert len(client.get("/api/v1/course-reviews").json()["results"]) == row["count"]
    for person in (instructor, learner, outsider):
        assert waiting(api(person)) == []
    for one in CourseReview.objects.all():
        client.put(f"/api/v1/course-reviews/{one.pk}/hidden", {"reason": "spam", "note": ""})
    assert waiting(client) == []
