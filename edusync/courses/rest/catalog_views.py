"""The catalog: lists of courses, categories, tags and languages."""

import base64
import binascii
from typing import Any

from django.db.models import Count, Q

from edusync.courses import learner_facts, queries, services
from edusync.courses.models import Category, Course, CourseStaff, Language, Tag
from edusync.courses.policy import CatalogPolicy, CoursePolicy, is_staff
from edusync.courses.rest.detail import detail_response
from edusync.courses.rest.serializers import (
    CategorySerializer,
    CourseCardSerializer,
    CourseDetailSerializer,
    CourseWriteSerializer,
    LanguageSerializer,
    TagSerializer,
)
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page, page_size
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, InvalidCursor, Unauthenticated, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema

MAX_SEARCH_CHARACTERS = 200
DEFAULT_LIMIT = 30
MAX_LIMIT = 100
# Newest first; drafts have no date of publication, so the own list goes by creation.
CATALOG_ORDER = ("-published_at", "-id")
OWN_ORDER = ("-created_at", "-id")

COURSE_QUERY = {
    "search": "Words in title, tagline, overview, outcomes and lessons; the last may be unfinished.",
    "category": "Slug of a category; courses in its subcategories count.",
    "tag": "Slug of a tag.",
    "level": "beginner, intermediate, advanced or all.",
    "language": "Code of a language.",
    "featured": "true: only featured courses.",
    "mine": "teaching: courses I teach, of any status.",
    "status": "draft, published (default) or archived, as far as visible.",
}


class CoursesView(ApiView):
    """The catalog, and new courses."""

    public = True
    policy = CoursePolicy()
    rate_limits = {"get": "search"}

    @schema(response=CourseCardSerializer, paginated=True, query=COURSE_QUERY, summary="Find courses")
    def get(self, request: Any) -> FastResponse:
        """Cards: the newest first, with a search the best first."""
        courses, order = self.wanted_courses(request)
        search = request.GET.get("search", "")[:MAX_SEARCH_CHARACTERS]
        if search.strip():
            return FastResponse(self.found(request, courses, search))
        rows = queries.catalog_rows(courses)
        page = keyset_page(rows, request=request, order=order, limit=DEFAULT_LIMIT, max_limit=MAX_LIMIT)
        page["results"] = self.cards(page["results"])
        return FastResponse(page)

    @schema(
        request=CourseWriteSerializer,
        response=CourseDetailSerializer,
        status=201,
        summary="Create a draft course",
    )
    @idempotent
    def post(self, request: Any) -> FastResponse:
        """The new draft; its creator is the owner."""
        self.check(Permission.COURSE_CREATE)
        values = self.validated(CourseWriteSerializer)
        course = services.create_course(created_by_id=self.actor.user_id, **values)
        return detail_response(self.actor, course.slug, status=201, is_owner=True)

    def wanted_courses(self, request: Any) -> tuple[Any, tuple[str, ...]]:
        """Visible courses under the filters of the request, and their order. Raises ValidationProblem."""
        wanted = request.GET
        courses = Course.objects.filter(deleted_at=None)
        order = CATALOG_ORDER
        if wanted.get("mine"):
            courses, order = courses.filter(pk__in=self.taught_ids(wanted["mine"])), OWN_ORDER
        status = choice(wanted, "status", Course.Status.values)
        if (status and status != Course.Status.PUBLISHED) or wanted.get("mine"):
            courses = self.required_policy().visible(courses, self.actor)
            courses = courses.filter(status=status) if status else courses
        else:
            # Published courses are visible to everybody of the organization: no need to ask the policy for more.
            courses = courses.filter(status=Course.Status.PUBLISHED)
        return filtered(courses, wanted), order

    def taught_ids(self, value: str) -> Any:
        """Ids of the courses the actor teaches. Raises ValidationProblem, Unauthenticated."""
        if value != "teaching":
            raise invalid("mine", "Must be teaching.")
        if not self.actor.is_authenticated:
            raise Unauthenticated
        return CourseStaff.objects.filter(user_id=self.actor.user_id).values("course_id")

    def cards(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Cards of the rows with own enrollments (two queries)."""
        ids = [row["id"] for row in rows]
        enrollments = learner_facts.enrollments_of(course_ids=ids, user_id=self.actor.user_id)
        return queries.course_cards(rows, instructors=queries.instructors_of(ids), enrollments=enrollments)

    def found(self, request: Any, courses: Any, search: str) -> dict[str, Any]:
        """A page of search results, best first, each with a snippet."""
        hits = queries.matching_courses(courses, search)
        size = page_size(request, DEFAULT_LIMIT, MAX_LIMIT)
        start = decode_place(request.GET.get("cursor", ""))
        window = hits[start : start + size]
        rows = {
            row["id"]: row
            for row in queries.catalog_rows(Course.objects.filter(pk__in=[h.course_id for h in window]))
        }
        cards = self.cards([rows[hit.course_id] for hit in window if hit.course_id in rows])
        opened = {card["id"]: self.opens(card) for card in cards}
        snippets = queries.snippets_of(window, search, opened=opened) if window else {}
        for card in cards:
            card["snippet"] = snippets.get(card["id"])
        has_more = start + size < len(hits)
        return {"results": cards, "next": encode_place(start + size) if has_more else None}

    def opens(self, card: dict[str, Any]) -> bool:
        """Whether the actor may read the lessons of a card's course."""
        enrollment = card["enrollment"]
        is_enrolled = enrollment is not None and enrollment["status"] in learner_facts.OPEN_STATUSES
        return is_enrolled or is_staff(self.actor, card["id"])


def filtered(courses: Any, wanted: Any) -> Any:
    """Courses under the plain filters. Raises ValidationProblem."""
    if level := choice(wanted, "level", Course.Level.values):
        courses = courses.filter(level=level)
    if language := wanted.get("language"):
        courses = courses.filter(language_id=language[:16])
    if choice(wanted, "featured", ["true", "false"]) == "true":
        courses = courses.filter(is_featured=True)
    if tag := wanted.get("tag"):
        courses = courses.filter(tag_links__tag__slug=tag[:60])
    if category := wanted.get("category"):
        courses = courses.filter(pk__in=queries.courses_in_category(category[:120]))
    return courses


def choice(wanted: Any, name: str, choices: list[str]) -> str:
    """A query parameter with few values, "" when absent. Raises ValidationProblem."""
    value = str(wanted.get(name, ""))
    if value and value not in choices:
        raise invalid(name, f"Must be one of {', '.join(choices)}.")
    return value


def invalid(name: str, detail: str) -> ValidationProblem:
    """The problem that a query parameter is wrong."""
    return ValidationProblem(errors=[FieldError(pointer=f"/{name}", code="not-a-choice", detail=detail)])


def encode_place(place: int) -> str:
    """Cursor of a search: ranks have no key to go on from, only a place."""
    return base64.urlsafe_b64encode(f"place:{place}".encode()).decode().rstrip("=")


def decode_place(cursor: str) -> int:
    """Place in the ranking. Raises InvalidCursor."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor from error
    kind, _, number = text.partition(":")
    if kind != "place" or not number.isdigit() or len(number) > 6:
        raise InvalidCursor
    return int(number)


class CategoriesView(ApiView):
    """The category tree."""

    public = True
    policy = CatalogPolicy()

    @schema(response=CategorySerializer, paginated=True, summary="Categories with their published courses")
    def get(self, request: Any) -> FastResponse:
        """All categories, parents by id."""
        rows = Category.objects.filter(deleted_at=None).annotate(
            course_count=Count(
                "course_links",
                filter=Q(
                    course_links__course__status=Course.Status.PUBLISHED,
                    course_links__course__deleted_at=None,
                ),
            )
        )
        columns = ("id", "parent_id", "slug", "name", "kind", "icon", "course_count")
        return FastResponse(
            {"results": list(rows.order_by("position", "name", "id").values(*columns)), "next": None}
        )


class TagsView(ApiView):
    """Tags in use."""

    public = True
    policy = CatalogPolicy()

    @schema(response=TagSerializer, paginated=True, summary="Tags of published courses, the most used first")
    def get(self, request: Any) -> FastResponse:
        """At most 200 tags."""
        rows = (
            Tag.objects.filter(
                course_links__course__status=Course.Status.PUBLISHED, course_links__course__deleted_at=None
            )
            .annotate(course_count=Count("course_links"))
            .order_by("-course_count", "slug")
            .values("slug", "name", "course_count")[:200]
        )
        return FastResponse({"results": list(rows), "next": None})


class LanguagesView(ApiView):
    """Languages courses can be offered in."""

    public = True
    policy = CatalogPolicy()

    @schema(
        response=LanguageSerializer,
        paginated=True,
        query={"used": "true: only languages of courses in the catalog"},
        summary="Languages of courses",
    )
    def get(self, request: Any) -> FastResponse:
        """All of them, or those in use, by name."""
        rows = Language.objects.order_by("name").values("code", "name", "native_name", "direction")
        if request.GET.get("used") == "true":
            rows = rows.filter(code__in=queries.catalog_languages())
        return FastResponse({"results": list(rows), "next": None})
