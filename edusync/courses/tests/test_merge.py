"""Two accounts of one person become one: duties, reviews, saved courses, calls in comments."""

from collections.abc import Callable
from typing import Any

import pytest

from edusync.courses import services
from edusync.courses.models import (
    CommentMention,
    ContentComment,
    Course,
    CourseReview,
    CourseStaff,
    ReviewVote,
    SavedCourse,
)
from edusync.courses.testing import make_course
from edusync.identity.models import RoleAssignment

pytestmark = pytest.mark.django_db
Person = Any


@pytest.fixture
def twins(make_person: Callable[..., Person]) -> tuple[Person, Person]:
    return make_person("nila"), make_person("nila.c")


def merge(api: Any, admin: Person, twins: tuple[Person, Person]) -> dict[str, tuple[int, int]]:
    answer = api(admin).post("/api/v1/people/merges", {"keep": twins[0].pk, "drop": twins[1].pk})
    assert answer.status_code == 201, answer.content
    return {row["table"]: (row["moved"], row["stayed"]) for row in answer.json()["tables"]}


def duties(course: Course) -> dict[int, str]:
    return dict(CourseStaff.objects.filter(course=course).values_list("user_id", "duty"))


def roles(course: Course, person: Person) -> set[str]:
    rows = RoleAssignment.objects.filter(scope="course", scope_id=course.pk, user=person, closed_at=None)
    return set(rows.values_list("role__code", flat=True))


@pytest.mark.parametrize(
    ("mine", "theirs", "kept"),
    [(None, "owner", "owner"), ("instructor", "owner", "owner"), ("instructor", "reviewer", "instructor")],
)
def test_the_survivor_gets_the_higher_duty_and_its_role(
    api: Any, admin: Person, twins: tuple[Person, Person], mine: str | None, theirs: str, kept: str
) -> None:
    keep, drop = twins
    course = make_course("Knots", modules=1, lessons=1)
    for person, duty in ((drop, theirs), (keep, mine)):
        if duty:
            services.assign_staff(course=course, user_id=person.pk, duty=duty)
    merge(api, admin, twins)
    assert (duties(course), roles(course, keep), roles(course, drop)) == ({keep.pk: kept}, {kept}, set())


def test_nobody_rates_a_course_twice_nor_votes_for_themselves(
    api: Any, admin: Person, stranger: Person, twins: tuple[Person, Person]
) -> None:
    keep, drop = twins
    both, one = make_course("Knots", modules=1, lessons=1), make_course("Soil", modules=1, lessons=1)
    for course, person, stars in ((both, keep, 5), (both, drop, 1), (one, drop, 4)):
        CourseReview.objects.create(course=course, author=person, stars=stars)
    mine, lost, moved = CourseReview.objects.order_by("id")
    for review, voter in ((mine, drop), (mine, stranger), (moved, keep), (lost, stranger)):
        ReviewVote.objects.create(review=review, voter=voter)
    merge(api, admin, twins)
    assert set(CourseReview.objects.values_list("course_id", "author_id", "stars")) == {
        (both.pk, keep.pk, 5),
        (one.pk, keep.pk, 4),
    }
    both.refresh_from_db()
    assert (both.rating_count, both.rating_sum) == (1, 5)
    assert list(ReviewVote.objects.values_list("review_id", "voter_id")) == [(mine.pk, stranger.pk)]
    mine.refresh_from_db()
    assert mine.helpful_count == 1


def test_saved_courses_and_calls_in_comments_come_along_once(
    api: Any, admin: Person, twins: tuple[Person, Person]
) -> None:
    keep, drop = twins
    both, one = make_course("Knots", modules=1, lessons=1), make_course("Soil", modules=1, lessons=1)
    for course, person in ((both, keep), (both, drop), (one, drop)):
        SavedCourse.objects.create(course=course, user=person)
    comment = ContentComment.objects.create(course=both, author=drop, body="Look, both of me")
    for person in twins:
        CommentMention.objects.create(comment=comment, user=person)
    merge(api, admin, twins)
    assert set(SavedCourse.objects.values_list("course_id", "user_id")) == {
        (both.pk, keep.pk),
        (one.pk, keep.pk),
    }
    assert list(CommentMention.objects.values_list("user_id", flat=True)) == [keep.pk]
    comment.refresh_from_db()
    assert comment.author_id == keep.pk
