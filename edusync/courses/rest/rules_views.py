"""Rules that open lessons, what comes before a course, and when it counts as completed."""

from typing import Any

from django.http import HttpResponse

from edusync.courses.models import Course, Lesson, Module
from edusync.courses.policy import CoursePolicy, LessonPolicy, ModulePolicy
from edusync.courses.queries.prerequisites import prerequisite_graph, prerequisites_of
from edusync.courses.rest import rules_serializers as shapes
from edusync.courses.rest.rules_json import course_rules_json, prerequisites_json
from edusync.courses.services import rules
from edusync.courses.services.prerequisites import set_prerequisites
from edusync.identity.queries import groups_named
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class CourseRulesBaseView(ApiView):
    """A route about the rules of one course."""

    policy = CoursePolicy()

    def course_for(self, permission: str, slug: str) -> Course:
        """The course if the actor may do this with it. Raises NotFound, Forbidden."""
        course = Course.objects.filter(slug=slug, deleted_at=None).first()
        if course is None:
            raise NotFound
        self.check(permission, course)
        return course


class CourseRulesView(CourseRulesBaseView):
    """All rules of a course."""

    key_scopes = {"get": Permission.COURSE_UPDATE}

    @schema(response=shapes.CourseRulesSerializer, summary="Rules of a course, for its authors")
    def get(self, request: Any, slug: str) -> FastResponse:
        """Modules and lessons with what opens them, prerequisites, and what is doubtful."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        return FastResponse(course_rules_json(course.pk))


class DripView(CourseRulesBaseView):
    """Modules that open one after the other."""

    key_scopes = {"put": Permission.COURSE_UPDATE, "delete": Permission.COURSE_UPDATE}

    @schema(
        request=shapes.DripSerializer,
        response=shapes.CourseRulesSerializer,
        summary="Open modules one after the other",
    )
    def put(self, request: Any, slug: str) -> FastResponse:
        """The rules after that."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        rules.set_drip(course=course, by_id=self.actor.user_id, **self.validated(shapes.DripSerializer))
        return FastResponse(course_rules_json(course.pk))

    @schema(response=shapes.CourseRulesSerializer, summary="Open all modules at once again")
    def delete(self, request: Any, slug: str) -> FastResponse:
        """The rules after that; conditions of other kinds stay."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        rules.clear_drip(course=course, by_id=self.actor.user_id)
        return FastResponse(course_rules_json(course.pk))


class CompletionPercentView(CourseRulesBaseView):
    """When the course counts as completed."""

    key_scopes = {"put": Permission.COURSE_UPDATE}

    @schema(
        request=shapes.CompletionPercentSerializer,
        status=204,
        summary="Set when a course counts as completed",
    )
    def put(self, request: Any, slug: str) -> HttpResponse:
        """Learners who have reached it complete the course."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        values = self.validated(shapes.CompletionPercentSerializer)
        rules.set_completion_percent(course=course, by_id=self.actor.user_id, **values)
        return HttpResponse(status=204)


class RuleGroupsView(CourseRulesBaseView):
    """Groups that a rule may name."""

    key_scopes = {"get": Permission.COURSE_UPDATE}

    @schema(
        response=shapes.RuleGroupsSerializer,
        query={"search": "part of the name"},
        summary="Groups that the rules of a course may name",
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """The first fifty by name."""
        self.course_for(Permission.COURSE_UPDATE, slug)
        found = groups_named(search=request.GET.get("search", ""))
        return FastResponse({"results": [{"id": pk, "name": name} for pk, name in found]})


class LessonRuleView(ApiView):
    """The rule that opens one lesson."""

    policy = LessonPolicy()
    key_scopes = {"put": Permission.COURSE_UPDATE}

    @schema(
        request=shapes.RuleWriteSerializer,
        response=shapes.CourseRulesSerializer,
        summary="Set or clear the rule of a lesson",
    )
    def put(self, request: Any, lesson_id: int) -> FastResponse:
        """The rules of the course after that; 409 rule-deadlock when lessons could never open."""
        lesson = Lesson.objects.filter(
            pk=lesson_id, deleted_at=None, module__deleted_at=None, course__deleted_at=None
        ).first()
        return self.written(lesson)

    def written(self, target: Lesson | Module | None) -> FastResponse:
        """Write the rule of the target."""
        if target is None:
            raise NotFound
        self.check(Permission.COURSE_UPDATE, target)
        values = self.validated(shapes.RuleWriteSerializer)
        rules.set_rule(target=target, by_id=self.actor.user_id, **values)
        return FastResponse(course_rules_json(target.course_id))


class ModuleRuleView(LessonRuleView):
    """The rule that opens all lessons of a module."""

    policy = ModulePolicy()  # type: ignore[assignment]

    @schema(
        request=shapes.RuleWriteSerializer,
        response=shapes.CourseRulesSerializer,
        summary="Set or clear the rule of a module",
    )
    def put(self, request: Any, module_id: int) -> FastResponse:  # type: ignore[override]
        """The rules of the course after that; 409 rule-deadlock when lessons could never open."""
        module = Module.objects.filter(pk=module_id, deleted_at=None, course__deleted_at=None).first()
        return self.written(module)


class PrerequisitesView(CourseRulesBaseView):
    """What comes before a course."""

    public = True
    key_scopes = {"put": Permission.COURSE_UPDATE}

    @schema(response=shapes.PrerequisitesSerializer, summary="What comes before a course, with own state")
    def get(self, request: Any, slug: str) -> FastResponse:
        """Two queries beyond those that find the course."""
        course = self.course_for(Permission.COURSE_READ, slug)
        rows = prerequisites_of(course.pk, user_id=self.actor.user_id)
        return FastResponse(
            {"prerequisites": prerequisites_json(rows), "is_open": all(row.is_met for row in rows)}
        )

    @schema(
        request=shapes.PrerequisitesWriteSerializer,
        response=shapes.PrerequisitesSerializer,
        summary="Set what comes before a course",
    )
    def put(self, request: Any, slug: str) -> FastResponse:
        """Exactly the named courses; 409 prerequisite-circle when one would come before itself."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        wanted = self.validated(shapes.PrerequisitesWriteSerializer)["prerequisites"]
        set_prerequisites(
            course=course,
            wanted=[(row["course_id"], row["minimum_percent"], row["minimum_grade"]) for row in wanted],
            by_id=self.actor.user_id,
        )
        return self.get(request, slug)


class CourseGraphView(CourseRulesBaseView):
    """What leads to a course and on from it."""

    key_scopes = {"get": Permission.COURSE_UPDATE}

    @schema(response=shapes.PrerequisiteGraphSerializer, summary="Prerequisites around a course as a graph")
    def get(self, request: Any, slug: str) -> FastResponse:
        """Courses and arrows."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        return FastResponse(prerequisite_graph(course.pk))


class CatalogGraphView(CourseRulesBaseView):
    """Prerequisites of all courses."""

    permissions = {"get": Permission.CATEGORY_MANAGE}

    @schema(response=shapes.PrerequisiteGraphSerializer, summary="Prerequisites of all courses as a graph")
    def get(self, request: Any) -> FastResponse:
        """Courses and arrows of the organization."""
        return FastResponse(prerequisite_graph())
