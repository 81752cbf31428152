"""Saved courses, ratings and reviews, similar courses."""

from typing import Any

from django.http import HttpResponse

from edusync.courses import learner_facts, queries
from edusync.courses.models import Course, CourseReview, SavedCourse
from edusync.courses.policy import CoursePolicy
from edusync.courses.queries.catalog_index import catalog_index
from edusync.courses.queries.reviews import (
    QUEUE_COLUMNS,
    public_reviews,
    reports_of,
    review_json,
    review_rows,
    star_counts,
)
from edusync.courses.queries.similar import similar_courses
from edusync.courses.rest.catalog_query import choice, visible_bits
from edusync.courses.rest.catalog_serializers import SimilarCoursesSerializer
from edusync.courses.rest.feedback_serializers import (
    CourseReviewSerializer,
    CourseReviewsSerializer,
    CourseReviewWriteSerializer,
    QueuedReviewSerializer,
    ReviewAnswerWriteSerializer,
    ReviewReportSerializer,
    SavedCourseCardSerializer,
    SavedSerializer,
)
from edusync.courses.review_policy import ReviewPolicy, answers_reviews
from edusync.courses.services import feedback
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

REVIEW_ORDERS = {"helpful": ("-helpful_count", "-id"), "newest": ("-id",)}


class SavedCourseView(ApiView):
    """The heart on a course."""

    policy = CoursePolicy()

    def course_id(self, slug: str) -> int:
        """Id of a course the actor sees. Raises NotFound."""
        return int(self.get_visible(Course.objects.all(), slug=slug).pk)

    @schema(response=SavedSerializer, summary="Save a course for later")
    def put(self, request: Any, slug: str) -> FastResponse:
        """Saved, whether it was before or not."""
        feedback.save_course(course_id=self.course_id(slug), user_id=self.actor.user_id)  # type: ignore[arg-type]
        return FastResponse({"is_saved": True})

    @schema(response=SavedSerializer, summary="Save a course no longer")
    def delete(self, request: Any, slug: str) -> FastResponse:
        """Not saved, whether it was before or not."""
        feedback.unsave_course(course_id=self.course_id(slug), user_id=self.actor.user_id)  # type: ignore[arg-type]
        return FastResponse({"is_saved": False})


class SavedCoursesView(ApiView):
    """The wish list."""

    policy = SignedIn()

    @schema(response=SavedCourseCardSerializer, paginated=True, summary="Saved courses, the latest first")
    def get(self, request: Any) -> FastResponse:
        """Those that the person may still see."""
        visible = CoursePolicy().visible(Course.objects.all(), self.actor).order_by()
        saved = SavedCourse.objects.filter(user_id=self.actor.user_id, course_id__in=visible.values("pk"))
        page = keyset_page(saved.values("id", "course_id", "created_at"), request=request)
        saved_at = {row["course_id"]: row["created_at"] for row in page["results"]}
        rows = list(queries.catalog_rows(Course.objects.filter(pk__in=saved_at), user_id=self.actor.user_id))
        page["results"] = [
            {**card, "saved_at": saved_at[card["id"]]}
            for card in sorted(self.cards(rows), key=lambda card: list(saved_at).index(card["id"]))
        ]
        return FastResponse(page)

    def cards(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Cards with own enrollments (two queries)."""
        ids = [row["id"] for row in rows]
        enrollments = learner_facts.enrollments_of(course_ids=ids, user_id=self.actor.user_id)
        return queries.course_cards(rows, instructors=queries.instructors_of(ids), enrollments=enrollments)


class SimilarCoursesView(ApiView):
    """Courses like this one."""

    public = True
    policy = CoursePolicy()

    @schema(response=SimilarCoursesSerializer, summary="Courses like this one, and why")
    def get(self, request: Any, slug: str) -> FastResponse:
        """At most six."""
        course = self.get_visible(Course.objects.all(), slug=slug)
        index = catalog_index()
        found = similar_courses(index, course.pk, visible_bits(index, self.actor))
        cards = queries.cards_of([item.course_id for item in found])
        results = [
            {
                "course": cards[item.course_id],
                "because": [{"code": code, "names": names[:3]} for code, names in item.because.items()],
            }
            for item in found
            if item.course_id in cards
        ]
        return FastResponse({"results": results})


class CourseReviewsView(ApiView):
    """Reviews of a course."""

    public = True
    policy = CoursePolicy()

    @schema(
        response=CourseReviewsSerializer,
        query={
            "sort": "helpful (default) or newest",
            "stars": "1 to 5: only those",
            "cursor": "Where the page before ended.",
            "limit": "Rows of a page, at most 50.",
        },
        summary="Reviews of a course",
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """Those with words; the first page with the spread of stars and the own review."""
        course = self.get_visible(Course.objects.all(), slug=slug)
        order = REVIEW_ORDERS[choice(request.GET, "sort", REVIEW_ORDERS) or "helpful"]
        rows = public_reviews(course.pk)
        if stars := choice(request.GET, "stars", "12345"):
            rows = rows.filter(stars=int(stars))
        user_id = self.actor.user_id
        page = keyset_page(
            review_rows(rows, user_id=user_id), request=request, order=order, limit=10, max_limit=50
        )
        page["results"] = [review_json(row, user_id=user_id) for row in page["results"]]
        if not request.GET.get("cursor"):
            page |= {"stars": star_counts(course.pk), **self.own_part(course)}
        return FastResponse(page)

    def own_part(self, course: Course) -> dict[str, Any]:
        """The own review and what the reader may do."""
        user_id = self.actor.user_id
        if user_id is None:
            return {
                "own": None,
                "may_write": False,
                "may_answer": False,
                "needed_percent": feedback.MIN_PERCENT,
            }
        own = review_rows(
            CourseReview.objects.filter(course=course, author_id=user_id), user_id=user_id
        ).first()
        facts = learner_facts.enrollments_of(course_ids=[course.pk], user_id=user_id).get(course.pk)
        may_write = self.actor.has(Permission.RATING_WRITE) and feedback.may_review(facts)
        return {
            "own": review_json(own, user_id=user_id) if own else None,
            "may_write": may_write,
            "may_answer": answers_reviews(self.actor, course.pk),
            "needed_percent": feedback.MIN_PERCENT,
        }


class OwnReviewView(ApiView):
    """The own review of a course."""

    policy = CoursePolicy()
    permissions = {"put": Permission.RATING_WRITE, "delete": Permission.RATING_WRITE}
    rate_limits = {"put": "review"}

    @schema(request=CourseReviewWriteSerializer, response=CourseReviewSerializer, summary="Rate a course")
    def put(self, request: Any, slug: str) -> FastResponse:
        """The review; 403 review-not-open before enough of the course is done."""
        course = self.get_visible(Course.objects.all(), slug=slug)
        user_id = int(self.actor.user_id or 0)
        facts = learner_facts.enrollments_of(course_ids=[course.pk], user_id=user_id).get(course.pk)
        review = feedback.write_review(
            course=course,
            author_id=user_id,
            enrollment=facts,
            **self.validated(CourseReviewWriteSerializer),
        )
        return review_response(review, user_id)

    @schema(status=204, summary="Take the own review back")
    def delete(self, request: Any, slug: str) -> HttpResponse:
        """Its stars count no longer."""
        course = self.get_visible(Course.objects.all(), slug=slug)
        review = CourseReview.objects.filter(course=course, author_id=self.actor.user_id).first()
        if review is None:
            raise NotFound
        feedback.delete_review(review=review, by_id=self.actor.user_id)
        return HttpResponse(status=204)


def review_response(review: CourseReview, user_id: int | None) -> FastResponse:
    """One review."""
    row = review_rows(CourseReview.objects.filter(pk=review.pk), user_id=user_id).get()
    return FastResponse(review_json(row, user_id=user_id))


class ReviewBaseView(ApiView):
    """A route about one review."""

    policy = ReviewPolicy()

    def review(self, pk: int) -> CourseReview:
        """A review the actor sees. Raises NotFound."""
        row: CourseReview = self.get_visible(CourseReview.objects.all(), pk)
        return row


class ReviewVoteView(ReviewBaseView):
    """Finding a review helpful."""

    rate_limits = {"put": "vote"}

    @schema(response=CourseReviewSerializer, summary="Find a review helpful")
    def put(self, request: Any, review_id: int) -> FastResponse:
        """The review with the vote counted."""
        review = self.review(review_id)
        feedback.vote_review(review=review, voter_id=int(self.actor.user_id or 0))
        return review_response(review, self.actor.user_id)

    @schema(response=CourseReviewSerializer, summary="Take the vote back")
    def delete(self, request: Any, review_id: int) -> FastResponse:
        """The review without the vote."""
        review = self.review(review_id)
        feedback.unvote_review(review=review, voter_id=int(self.actor.user_id or 0))
        return review_response(review, self.actor.user_id)


class ReviewReportView(ReviewBaseView):
    """Asking a moderator to look."""

    rate_limits = {"post": "review"}

    @schema(request=ReviewReportSerializer, status=204, summary="Report a review")
    def post(self, request: Any, review_id: int) -> HttpResponse:
        """Noted; a second report of one person changes nothing."""
        review = self.review(review_id)
        values = self.validated(ReviewReportSerializer)
        feedback.report_review(review=review, reporter_id=int(self.actor.user_id or 0), **values)
        return HttpResponse(status=204)


class ReviewAnswerView(ReviewBaseView):
    """The public answer of the course's staff."""

    @schema(request=ReviewAnswerWriteSerializer, response=CourseReviewSerializer, summary="Answer a review")
    def put(self, request: Any, review_id: int) -> FastResponse:
        """The review with the answer; an empty one takes it back."""
        review = self.review(review_id)
        self.check(Permission.COURSE_UPDATE, review)
        feedback.answer_review(
            review=review, by_id=self.actor.user_id, **self.validated(ReviewAnswerWriteSerializer)
        )
        return review_response(review, self.actor.user_id)


class ReviewQueueView(ApiView):
    """What moderators look at."""

    policy = ReviewPolicy()
    permissions = {"get": Permission.RATING_MODERATE}

    @schema(
        response=QueuedReviewSerializer,
        paginated=True,
        query={"state": "reported (default), hidden or all"},
        summary="Reviews to moderate",
    )
    def get(self, request: Any) -> FastResponse:
        """The newest first; of the reported ones those with most reports."""
        state = choice(request.GET, "state", ["reported", "hidden", "all"]) or "reported"
        rows = CourseReview.objects.filter(course__deleted_at=None)
        order: tuple[str, ...] = ("-id",)
        if state == "reported":
            rows, order = rows.filter(open_report_count__gt=0), ("-open_report_count", "-id")
        elif state == "hidden":
            rows = rows.filter(is_hidden=True)
        user_id = self.actor.user_id
        page = keyset_page(review_rows(rows, *QUEUE_COLUMNS, user_id=user_id), request=request, order=order)
        reports = reports_of(row["id"] for row in page["results"])
        page["results"] = [
            {
                **review_json(row, user_id=user_id),
                "course": {"slug": row["course__slug"], "title": row["course__title"]},
                "reports": reports.get(row["id"], []),
                "hidden_at": row["hidden_at"],
            }
            for row in page["results"]
        ]
        return FastResponse(page)


class ReviewHiddenView(ReviewBaseView):
    """A moderator's decision."""

    permissions = {"put": Permission.RATING_MODERATE, "delete": Permission.RATING_MODERATE}

    @schema(request=ReviewReportSerializer, response=CourseReviewSerializer, summary="Hide a review")
    def put(self, request: Any, review_id: int) -> FastResponse:
        """The review, seen by its author and moderators only; reports are settled."""
        review = feedback.hide_review(
            review=self.review(review_id), by_id=self.actor.user_id, **self.validated(ReviewReportSerializer)
        )
        return review_response(review, self.actor.user_id)

    @schema(response=CourseReviewSerializer, summary="Leave or show a review again")
    def delete(self, request: Any, review_id: int) -> FastResponse:
        """The review as everybody sees it; reports are settled."""
        review = feedback.show_review(review=self.review(review_id), by_id=self.actor.user_id)
        return review_response(review, self.actor.user_id)
