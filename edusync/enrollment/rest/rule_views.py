"""Views of automatic rules."""

from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase

from edusync.enrollment.models import EnrollmentRule
from edusync.enrollment.queries import cohorts as reads
from edusync.enrollment.rest import ways_in_serializers as shapes
from edusync.enrollment.rest.course_parts import MANAGE, CoursePartView
from edusync.enrollment.services import rules
from edusync.identity.queries import people_named
from edusync.identity.services.people_sets import name_of_target, targets_of
from edusync.kernel.pagination import keyset_page
from edusync.kernel.rest.views import FastResponse, schema


def named_targets(rows: list[EnrollmentRule]) -> dict[tuple[str, int], str]:
    """Names of what the rules name by kind and id: a query for each kind among them."""
    found: dict[tuple[str, int], str] = {}
    for kind in {row.kind for row in rows} & rules.WITH_TARGET:
        ids = [row.target_id for row in rows if row.kind == kind]
        found.update({(kind, pk): name for pk, name in targets_of(kind, only=ids)})
    return found


class RulesView(CoursePartView):
    """Rules of a course."""

    @schema(
        response=shapes.EnrollmentRuleSerializer,
        paginated=True,
        summary="Automatic enrollment rules of a course",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """In the order they were made. Only for who manages learners."""
        rows = reads.rules().filter(course_id=self.course(slug, MANAGE).pk)
        page = keyset_page(rows, request=request, order=("id",))
        names = named_targets(page["results"])
        page["results"] = [
            shapes.rule_json(row, names.get((row.kind, row.target_id))) for row in page["results"]
        ]
        return FastResponse(page)

    @schema(
        request=shapes.EnrollmentRuleWriteSerializer,
        response=shapes.EnrollmentRuleSerializer,
        status=201,
        summary="Make an automatic enrollment rule",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """It runs in the background at once, and again whenever people move."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.EnrollmentRuleWriteSerializer)
        row = rules.create_rule(course_id=course.pk, values=values, by=self.actor)
        return FastResponse(rule_answer(row), status=201)


def rule_answer(row: EnrollmentRule) -> dict[str, Any]:
    """One rule as JSON."""
    is_named = row.kind in rules.WITH_TARGET
    return shapes.rule_json(row, name_of_target(kind=row.kind, target_id=row.target_id) if is_named else None)


class RulePreviewView(CoursePartView):
    """Who would come."""

    @schema(
        request=shapes.EnrollmentRuleTargetSerializer,
        response=shapes.EnrollmentRulePreviewSerializer,
        summary="Whom an automatic rule would bring; changes nothing",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Numbers, and the first names."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.EnrollmentRuleTargetSerializer)
        found = rules.preview_rule(course_id=course.pk, values=values)
        first = found.pop("first")
        cards = people_named(first)
        names = [cards[pk].display_name for pk in first if pk in cards]
        return FastResponse({**found, "names": names})


class RuleChoicesView(CoursePartView):
    """What a rule may name."""

    @schema(
        response=shapes.EnrollmentRuleChoicesSerializer,
        summary="Groups, units and job roles that a rule may name",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """By name, at most 500 of each."""
        self.course(slug, MANAGE)
        return FastResponse(
            {
                kind: [{"id": pk, "name": name} for pk, name in targets_of(kind)]
                for kind in ("group", "unit", "job_role")
            }
        )


class RuleView(CoursePartView):
    """One rule."""

    @schema(
        request=shapes.EnrollmentRuleChangeSerializer,
        response=shapes.EnrollmentRuleSerializer,
        summary="Change an automatic rule",
    )
    def patch(self, request: Any, pk: int) -> HttpResponseBase:
        """On or off, with or without withdrawing, another cohort, other days."""
        row = self.part(reads.rules(), MANAGE, pk=pk)
        changes = self.validated(shapes.EnrollmentRuleChangeSerializer, partial=True)
        changed = rules.update_rule(rule=row, changes=changes, by=self.actor)
        return FastResponse(rule_answer(reads.rules().get(pk=changed.pk)))

    @schema(status=204, summary="Take away an automatic rule")
    def delete(self, request: Any, pk: int) -> HttpResponseBase:
        """Whom it brought stays."""
        rules.remove_rule(rule=self.part(reads.rules(), MANAGE, pk=pk), by=self.actor)
        return FastResponse(None, status=204)


class RuleRunView(CoursePartView):
    """Running a rule now."""

    @schema(response=shapes.EnrollmentRuleSerializer, status=202, summary="Run an automatic rule now")
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """In the background, in batches."""
        row = self.part(reads.rules(), MANAGE, pk=pk)
        with transaction.atomic():
            rules.request_run(rule=row)
        return FastResponse(rule_answer(row), status=202)
