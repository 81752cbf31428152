"""One course: its page, its outline, and what its staff do with it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from edusync.courses import learner_facts, queries, services
from edusync.courses.models import Course
from edusync.courses.policy import CoursePolicy, is_staff, sees_course
from edusync.courses.queries import translations
from edusync.courses.rest.detail import detail_response
from edusync.courses.rest.reading_serializers import OutlineSerializer
from edusync.courses.rest.serializers import CourseDetailSerializer, CoursePatchSerializer
from edusync.kernel.locking import require_match
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

LANGUAGE_HELP = "Code of a language in which the course is offered; without one, the course's own."


def wanted_texts(request: Any, course: Mapping[str, Any], own: str) -> translations.Texts | None:
    """What stands in place of the source when the request names an offered language (`?language=`); else None."""
    wanted = request.GET.get("language", "")
    return None if not wanted or wanted == own else translations.texts_in(course, wanted[:16])


class CourseBaseView(ApiView):
    """A route about one course."""

    public = True
    policy = CoursePolicy()

    def course_for(self, permission: str, slug: str) -> Course:
        """The course if the actor may do this with it. Raises NotFound, Unauthenticated, Forbidden."""
        course = Course.objects.filter(slug=slug, deleted_at=None).first()
        if course is None:
            raise NotFound
        self.check(permission, course)
        return course


class CourseView(CourseBaseView):
    """A course's own page."""

    @schema(response=CourseDetailSerializer, query={"language": LANGUAGE_HELP}, summary="A course")
    def get(self, request: Any, slug: str) -> FastResponse:
        """What it is, what it consists of, who teaches it."""
        return detail_response(
            self.actor, slug, is_counted=True, language=request.GET.get("language", "")[:16]
        )

    @schema(
        request=CoursePatchSerializer,
        response=CourseDetailSerializer,
        needs_version=True,
        summary="Change a course",
    )
    def patch(self, request: Any, slug: str) -> FastResponse:
        """The changed course."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        require_match(request, course)
        services.update_course(
            course=course, by_id=self.actor.user_id, **self.validated(CoursePatchSerializer)
        )
        return detail_response(self.actor, course.slug)

    @schema(status=204, needs_version=True, summary="Delete a draft")
    def delete(self, request: Any, slug: str) -> HttpResponse:
        """Nothing is left of it in lists."""
        course = self.course_for(Permission.COURSE_DELETE, slug)
        require_match(request, course)
        services.delete_course(course=course, by_id=self.actor.user_id)
        return HttpResponse(status=204)


class OutlineView(CourseBaseView):
    """The outline with own progress: the player asks for it at every start."""

    @schema(
        response=OutlineSerializer,
        query={"language": LANGUAGE_HELP},
        summary="Outline of a course with own progress",
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """Two queries beyond session and actor."""
        course = queries.course_by_slug(slug)
        if course is None:
            raise NotFound
        static = queries.outline(course["id"], known=(course["uuid"], course["outline_version"]))
        facts = learner_facts.outline_facts(
            course_id=course["id"],
            user_id=self.actor.user_id,
            needs=static.locks.needs if static.locks else None,
        )
        if not sees_course(
            self.actor,
            course_id=course["id"],
            status=course["status"],
            visibility=course["visibility"],
            enrollment=facts.enrollment,
        ):
            raise NotFound
        body = queries.with_progress(course, static, facts, is_staff=is_staff(self.actor, course["id"]))
        texts = wanted_texts(request, course, course["language_id"])
        body["language"] = course["language_id"] if texts is None else request.GET["language"]
        body["languages"] = [course["language_id"], *translations.languages_in(course)]
        return FastResponse(body if texts is None else translations.in_outline(body, texts))
