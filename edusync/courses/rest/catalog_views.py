"""The catalog: courses under filters, with facets, in an order or by words."""

from typing import Any

from edusync.courses import learner_facts, queries, services
from edusync.courses.models import Course, CourseStaff
from edusync.courses.policy import CoursePolicy, found_in_catalog, is_staff
from edusync.courses.queries.catalog_index import (
    CatalogIndex,
    catalog_index,
    catalog_version,
    kept_index,
    remade_index,
    version_column,
)
from edusync.courses.queries.finding import Found
from edusync.courses.rest.catalog_query import Answer, answer_query, choice, invalid, read_query
from edusync.courses.rest.catalog_serializers import CatalogPageSerializer
from edusync.courses.rest.detail import detail_response
from edusync.courses.rest.serializers import CourseDetailSerializer, CourseWriteSerializer
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page, page_size
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Unauthenticated
from edusync.kernel.rest.views import ApiView, FastResponse, schema

DEFAULT_LIMIT = 30
MAX_LIMIT = 100
# Newest first; drafts have no date of publication, so the own list goes by creation.
CATALOG_ORDER = ("-published_at", "-id")
OWN_ORDER = ("-created_at", "-id")

COURSE_QUERY = {
    "search": "Words in title, tagline, overview, outcomes and lessons; the last may be unfinished, words may be misspelled.",
    "category": "Slugs of categories, parted by commas; courses in their subcategories count.",
    "tag": "Slugs of tags, parted by commas.",
    "level": "beginner, intermediate, advanced or all; several parted by commas.",
    "language": "Codes of languages, parted by commas.",
    "duration": "short (under 2 hours), medium (2 to 6), long (6 to 20), very_long; several parted by commas.",
    "rating": "Least average: 3, 3.5, 4 or 4.5.",
    "access": "open, approval or restricted; several parted by commas.",
    "sort": "relevance, newest, rating, popular, title or featured; with words relevance, else newest.",
    "facets": "true: count what each further filter would show.",
    "featured": "true: only featured courses.",
    "mine": "teaching: courses I teach, of any status.",
    "status": "draft, published (default) or archived and the like, as far as visible.",
    "cursor": "Where the page before ended.",
    "limit": "Rows of a page, at most 100.",
    "reading": "Code of the reader's language: titles and taglines of courses that are offered in it come in it.",
}


def reading_language(request: Any) -> str:
    """In which language the reader sees the site; "" when it is not said."""
    return str(request.GET.get("reading", ""))[:16]


class CoursesView(ApiView):
    """The catalog, and new courses."""

    public = True
    policy = CoursePolicy()
    rate_limits = {"get": "search"}

    @schema(response=CatalogPageSerializer, query=COURSE_QUERY, summary="Find courses")
    def get(self, request: Any) -> FastResponse:
        """Cards: the newest first, with a search the best first."""
        status = choice(request.GET, "status", Course.Status.values)
        query = read_query(request.GET)
        if request.GET.get("mine") or status not in ("", Course.Status.PUBLISHED):
            return FastResponse(self.own_page(request, status))
        if query.is_plain:
            courses = found_in_catalog(Course.objects.all(), self.actor)
            return FastResponse(self.keyset(request, courses, CATALOG_ORDER))
        return FastResponse(self.indexed_page(request))

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

    def own_page(self, request: Any, status: str) -> dict[str, Any]:
        """Courses of any status that the actor sees, or teaches. Raises ValidationProblem, Unauthenticated."""
        courses = self.required_policy().visible(Course.objects.filter(deleted_at=None), self.actor)
        order = CATALOG_ORDER
        if mine := request.GET.get("mine"):
            courses, order = courses.filter(pk__in=self.taught_ids(mine)), OWN_ORDER
        courses = courses.filter(status=status) if status else courses
        if search := request.GET.get("search", "").strip():
            hits = queries.matching_courses(courses, search)
            courses = courses.filter(pk__in=[hit.course_id for hit in hits])
        return self.keyset(request, courses, order)

    def keyset(self, request: Any, courses: Any, order: tuple[str, ...]) -> dict[str, Any]:
        """A page straight from the table."""
        rows = queries.catalog_rows(courses, user_id=self.actor.user_id, language=reading_language(request))
        page = keyset_page(rows, request=request, order=order, limit=DEFAULT_LIMIT, max_limit=MAX_LIMIT)
        page["results"] = self.cards(page["results"])
        return page

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

    def indexed_page(self, request: Any) -> dict[str, Any]:
        """A page by the index. Whether that is right still, the query of the rows says along with them."""
        index = kept_index() or catalog_index()
        answer, rows = self.read(request, index)
        version = int(rows[0]["catalog_version"]) if rows else catalog_version()
        if version != index.version:
            answer, rows = self.read(request, remade_index(version))
        return self.page_of(request, answer, rows)

    def read(self, request: Any, index: CatalogIndex) -> tuple[Answer, list[dict[str, Any]]]:
        """The answer and the rows of its courses in order."""
        size = page_size(request, DEFAULT_LIMIT, MAX_LIMIT)
        query = read_query(request.GET)
        answer = answer_query(index, query, self.actor, cursor=request.GET.get("cursor", ""), size=size)
        if not answer.ids:
            return answer, []
        courses = Course.objects.filter(pk__in=answer.ids, status=Course.Status.PUBLISHED, deleted_at=None)
        courses = courses.annotate(catalog_version=version_column())
        found = {
            row["id"]: row
            for row in queries.catalog_rows(
                courses, "catalog_version", user_id=self.actor.user_id, language=reading_language(request)
            )
        }
        return answer, [found[course_id] for course_id in answer.ids if course_id in found]

    def page_of(self, request: Any, answer: Answer, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """The page as CatalogPageSerializer describes it."""
        cards = self.cards(rows)
        page: dict[str, Any] = {"results": cards, "next": answer.following, "count": answer.count}
        if answer.found is not None:
            self.quote(cards, answer.found)
            page["searched"] = answer.found.query if answer.found.is_mended else None
            page["suggestion"] = answer.found.suggestion
        if answer.facets is not None:
            page["facets"] = answer.facets
        return page

    def quote(self, cards: list[dict[str, Any]], found: Found) -> None:
        """Give each card the place where the words were found."""
        shown = {card["id"] for card in cards}
        window = [hit for hit in found.hits if hit.course_id in shown]
        opened = {card["id"]: self.opens(card) for card in cards}
        snippets = queries.snippets_of(window, found.query, opened=opened) if window else {}
        for card in cards:
            card["snippet"] = snippets.get(card["id"])

    def opens(self, card: dict[str, Any]) -> bool:
        """Whether the actor may read the lessons of a card's course."""
        enrollment = card["enrollment"]
        is_enrolled = enrollment is not None and enrollment["status"] in learner_facts.OPEN_STATUSES
        return is_enrolled or is_staff(self.actor, card["id"])
