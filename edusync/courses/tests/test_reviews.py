"""Saved courses, ratings and reviews: who may write them, what is counted, what moderators do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.courses import services
from edusync.courses.models import Course, CourseReview, CourseViewStat, ReviewReport, ReviewVote, SavedCourse
from edusync.courses.services import feedback
from edusync.courses.services.views import count_view, flush_views
from edusync.courses.testing import make_course
from edusync.courses.tests.conftest import ToldFacts
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]


@pytest.fixture
def course(organization: Any, instructor: Any) -> Course:
    return make_course("Soil", modules=1, lessons=1, created_by_id=instructor.pk)


def rating(course: Course) -> tuple[int, int]:
    course.refresh_from_db()
    return course.rating_count, course.rating_sum


def test_saving_a_course_is_remembered_once(api: Api, learner: Any, course: Course) -> None:
    client, path = api(learner), f"/api/v1/courses/{course.slug}/saved"
    for _ in range(2):
        assert client.put(path).json() == {"is_saved": True}
    assert client.get(f"/api/v1/courses/{course.slug}").json()["is_saved"] is True
    assert client.get("/api/v1/courses").json()["results"][0]["is_saved"] is True
    saved = client.get("/api/v1/my/saved-courses").json()["results"]
    assert [card["title"] for card in saved] == ["Soil"]
    assert saved[0]["saved_at"]
    Course.objects.filter(pk=course.pk).update(visibility="private")
    assert client.get("/api/v1/my/saved-courses").json()["results"] == []
    Course.objects.filter(pk=course.pk).update(visibility="public")
    assert client.delete(path).json() == {"is_saved": False}
    assert not SavedCourse.objects.exists()
    api().problem(api().put(path), 401)


@pytest.mark.parametrize(
    ("status", "percent", "answer"),
    [
        ("active", 19, 403),
        ("active", 20, 200),
        ("completed", 100, 200),
        ("withdrawn", 90, 403),
        (None, 0, 403),
    ],
)
def test_only_who_learned_enough_rates(
    api: Api, learner: Any, course: Course, told: ToldFacts, status: str | None, percent: int, answer: int
) -> None:
    if status:
        told.enroll(course, learner, status=status, percent=percent)
    response = api(learner).put(f"/api/v1/courses/{course.slug}/reviews/own", {"stars": 4, "text": "Good"})
    assert response.status_code == answer, response.content
    if answer == 403:
        problem = api(learner).problem(response, 403, "review-not-open")
        assert problem["needed_percent"] == feedback.MIN_PERCENT
    assert rating(course) == ((1, 4) if answer == 200 else (0, 0))


def test_a_review_is_written_changed_answered_and_taken_back(
    api: Api, learner: Any, stranger: Any, instructor: Any, course: Course, told: ToldFacts
) -> None:
    told.enroll(course, learner, percent=60)
    client, own = api(learner), f"/api/v1/courses/{course.slug}/reviews/own"
    first = client.put(own, {"stars": 5, "text": "Clear\r\n\r\n\r\n\r\nand \u202ekind <b>words</b>"}).json()
    assert first["text"] == "Clear\n\nand kind <b>words</b>"
    assert client.put(own, {"stars": 3, "text": "Second thoughts"}).json()["id"] == first["id"]
    assert rating(course) == (1, 3)

    page = api(stranger).get(f"/api/v1/courses/{course.slug}/reviews").json()
    assert page["stars"] == {"5": 0, "4": 0, "3": 1, "2": 0, "1": 0}
    review = page["results"][0]
    assert (review["author"], review["is_own"], page["own"]) == ("Lena E.", False, None)
    vote = f"/api/v1/course-reviews/{review['id']}/vote"
    assert [api(stranger).put(vote).json()["helpful_count"] for _ in range(2)] == [1, 1]
    client.problem(client.put(vote), 422)
    assert api(stranger).delete(vote).json()["helpful_count"] == 0

    answer = f"/api/v1/course-reviews/{review['id']}/answer"
    api(stranger).problem(api(stranger).put(answer, {"text": "No"}), 403)
    assert api(instructor).put(answer, {"text": "Thank you"}).json()["answer"]["text"] == "Thank you"
    assert api(instructor).get(f"/api/v1/courses/{course.slug}/reviews").json()["may_answer"] is True
    assert api(instructor).put(answer, {"text": ""}).json()["answer"] is None

    assert client.delete(own).status_code == 204
    assert rating(course) == (0, 0)
    client.problem(client.delete(own), 404)


def test_reported_reviews_are_hidden_with_a_reason_and_shown_again(
    api: Api, learner: Any, stranger: Any, admin: Any, instructor: Any, course: Course, told: ToldFacts
) -> None:
    told.enroll(course, learner, percent=60)
    client = api(learner)
    review = client.put(f"/api/v1/courses/{course.slug}/reviews/own", {"stars": 1, "text": "Buy this"}).json()
    path = f"/api/v1/course-reviews/{review['id']}"
    for _ in range(2):
        assert api(stranger).post(f"{path}/reports", {"reason": "spam", "note": "Ad"}).status_code == 204
    api(instructor).problem(api(instructor).get("/api/v1/course-reviews"), 403)
    queue = api(admin).get("/api/v1/course-reviews").json()["results"]
    assert [(row["course"]["title"], [report["reason"] for report in row["reports"]]) for row in queue] == [
        ("Soil", ["spam"])
    ]
    hidden = api(admin).put(f"{path}/hidden", {"reason": "spam", "note": "No ads, please."}).json()
    assert hidden["is_hidden"] is True
    assert rating(course) == (0, 0)
    assert api(admin).get("/api/v1/course-reviews").json()["results"] == []
    assert len(api(admin).get("/api/v1/course-reviews?state=hidden").json()["results"]) == 1
    public = api(stranger).get(f"/api/v1/courses/{course.slug}/reviews").json()
    assert public["results"] == []
    api(stranger).problem(api(stranger).put(f"{path}/vote"), 404)
    own = client.get(f"/api/v1/courses/{course.slug}/reviews").json()["own"]
    assert (own["hidden_reason"], own["hidden_note"]) == ("spam", "No ads, please.")
    # Changing it does not show it.
    client.put(f"/api/v1/courses/{course.slug}/reviews/own", {"stars": 2, "text": "Buy that"})
    assert rating(course) == (0, 0)
    api(stranger).problem(api(stranger).delete(f"{path}/hidden"), 403)
    assert api(admin).delete(f"{path}/hidden").json()["is_hidden"] is False
    assert rating(course) == (1, 2)


ACTS = st.lists(
    st.tuples(st.sampled_from(["write", "delete", "hide", "show"]), st.integers(0, 3), st.integers(1, 5)),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(acts=ACTS)
def test_sums_are_right_after_any_acts(
    organization: Any, raters: list[Any], acts: list[tuple[str, int, int]]
) -> None:
    course = make_course("Summed", status="draft")
    shown: dict[int, tuple[int, bool]] = {}
    for act, who, stars in acts:
        row = CourseReview.objects.filter(course=course, author=raters[who]).first()
        if act == "write":
            if row:
                row.stars = stars
                row.save()
            else:
                CourseReview.objects.create(course=course, author=raters[who], stars=stars)
            shown[who] = (stars, shown.get(who, (0, False))[1])
        elif row and act == "delete":
            feedback.delete_review(review=row, by_id=None)
            shown.pop(who)
        elif row:
            if act == "hide":
                feedback.hide_review(review=row, reason="spam", by_id=None)
            else:
                feedback.show_review(review=row, by_id=None)
            shown[who] = (shown[who][0], act == "hide")
    stars_shown = [stars for stars, is_hidden in shown.values() if not is_hidden]
    assert rating(course) == (len(stars_shown), sum(stars_shown))
    assert feedback.rebuild_ratings() == 0


@pytest.fixture
def raters(make_person: Any) -> list[Any]:
    return [make_person(f"rater{number}") for number in range(4)]


def test_wrong_sums_are_counted_anew(organization: Any, raters: list[Any], course: Course) -> None:
    CourseReview.objects.create(course=course, author=raters[0], stars=5)
    Course.objects.filter(pk=course.pk).update(rating_count=3, rating_sum=4)
    assert feedback.rebuild_ratings() == 1
    assert rating(course) == (1, 5)


def test_the_database_counts_votes_and_reports_and_refuses_what_cannot_be(
    organization: Any, raters: list[Any], course: Course, other_organization: Any
) -> None:
    review = CourseReview.objects.create(course=course, author=raters[0], stars=5)
    vote = ReviewVote.objects.create(review=review, voter=raters[1])
    report = ReviewReport.objects.create(review=review, reporter=raters[1], reason="spam")
    review.refresh_from_db()
    assert (review.helpful_count, review.open_report_count) == (1, 1)
    ReviewReport.objects.filter(pk=report.pk).update(settled_at="2026-01-01T00:00:00Z")
    vote.delete()
    review.refresh_from_db()
    assert (review.helpful_count, review.open_report_count) == (0, 0)
    other = make_course("Other", status="draft")
    refused: list[Callable[[], Any]] = [
        lambda: CourseReview.objects.filter(pk=review.pk).update(stars=6),
        lambda: CourseReview.objects.filter(pk=review.pk).update(is_hidden=True),
        lambda: CourseReview.objects.filter(pk=review.pk).update(course=other),
        lambda: CourseReview.objects.create(course=course, author=raters[0], stars=1),
        lambda: CourseReview.unscoped.create(
            course=course, author=raters[2], stars=1, organization=other_organization
        ),
        lambda: SavedCourse.unscoped.create(course=course, user=raters[2], organization=other_organization),
        lambda: Course.objects.filter(pk=course.pk).update(rating_sum=0),
    ]
    for act in refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    review.delete()
    assert rating(course) == (0, 0)


@pytest.mark.parametrize(
    "path", ["/api/v1/courses/soil/reviews", "/api/v1/my/saved-courses", "/api/v1/course-reviews?state=all"]
)
def test_lists_cost_the_same_whatever_the_rows(
    api: Api, admin: Any, raters: list[Any], course: Course, path: str
) -> None:
    client, numbers = api(admin), []
    for who in (raters[:1], raters[1:]):
        for rater in who:
            CourseReview.objects.create(course=course, author=rater, stars=4, text="Good")
            other = make_course(f"By {rater.username}", modules=1, lessons=1)
            SavedCourse.objects.create(course=other, user=admin)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 8


def test_views_are_counted_by_day_without_anybody(
    api: Api, learner: Any, instructor: Any, course: Course
) -> None:
    # Views that earlier tests left in the process belong to courses that are gone.
    flush_views()
    CourseViewStat.objects.all().delete()
    for person in (None, learner, instructor):
        client = api(person) if person else api()
        assert client.get(f"/api/v1/courses/{course.slug}").status_code == 200
    assert flush_views() == 2
    count_view(course_id=course.pk)
    count_view(course_id=course.pk + 10_000)
    flush_views()
    assert list(CourseViewStat.objects.values_list("course_id", "views")) == [(course.pk, 3)]


def test_similar_courses_say_why(api: Api, course: Course) -> None:
    for title, values in {
        "Roots": {"tags": ["garden", "soil"]},
        "Compost": {"tags": ["garden"]},
        "Soil of the moon": {},
        "Algebra": {},
    }.items():
        make_course(title, modules=1, lessons=1, **values)
    hidden = make_course("Secret garden", modules=1, lessons=1, tags=["garden", "soil"], visibility="private")
    services.update_course(course=Course.objects.get(pk=course.pk), tags=["garden", "soil"])
    found = api().get(f"/api/v1/courses/{course.slug}/similar").json()["results"]
    assert [item["course"]["title"] for item in found] == ["Roots", "Compost", "Soil of the moon"]
    assert found[0]["because"] == [{"code": "tags", "names": ["garden", "soil"]}]
    assert found[2]["because"] == [{"code": "words", "names": ["soil"]}]
    assert hidden.title not in str(found)
