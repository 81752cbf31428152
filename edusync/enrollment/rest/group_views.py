"""Views of groups of learners."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.enrollment.queries import cohorts as reads
from edusync.enrollment.rest import cohort_serializers as shapes
from edusync.enrollment.rest.course_parts import MANAGE, READ, CoursePartView
from edusync.enrollment.services import groups
from edusync.kernel.pagination import keyset_page
from edusync.kernel.rest.views import FastResponse, schema


class LearnerGroupsView(CoursePartView):
    """Groups of a course."""

    @schema(response=shapes.LearnerGroupSerializer, paginated=True, summary="Groups of learners in a course")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """One page in the order they were made."""
        rows = reads.learner_groups().filter(course_id=self.course(slug).pk)
        return FastResponse(
            keyset_page(
                rows,
                request=request,
                order=("id",),
                serialize=lambda row: shapes.group_json(row, row.member_count),
            )
        )

    @schema(
        request=shapes.LearnerGroupWriteSerializer,
        response=shapes.LearnerGroupSerializer,
        status=201,
        summary="Make a group of learners",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """An empty group."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.LearnerGroupWriteSerializer)
        row = groups.create_learner_group(course_id=course.pk, by=self.actor, **values)
        return FastResponse(shapes.group_json(row, 0), status=201)


class SplitView(CoursePartView):
    """Dealing learners out."""

    @schema(
        request=shapes.SplitSerializer,
        response=shapes.LearnerGroupSerializer(many=True),
        status=201,
        summary="Deal the learners out into new groups at random",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """The new groups."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.SplitSerializer)
        made = groups.split_into_groups(course_id=course.pk, by=self.actor, **values)
        rows = reads.learner_groups().filter(pk__in=[row.pk for row in made]).order_by("id")
        return FastResponse([shapes.group_json(row, row.member_count) for row in rows], status=201)


class LearnerGroupView(CoursePartView):
    """One group."""

    @schema(response=shapes.LearnerGroupSerializer, summary="A group of learners")
    def get(self, request: Any, pk: int) -> HttpResponseBase:
        """The group."""
        row = self.part(reads.learner_groups(), READ, pk=pk)
        return FastResponse(shapes.group_json(row, row.member_count))

    @schema(
        request=shapes.LearnerGroupNameSerializer,
        response=shapes.LearnerGroupSerializer,
        summary="Rename a group of learners",
    )
    def patch(self, request: Any, pk: int) -> HttpResponseBase:
        """Another name."""
        row = self.part(reads.learner_groups(), MANAGE, pk=pk)
        name = self.validated(shapes.LearnerGroupNameSerializer)["name"]
        changed = groups.rename_learner_group(group=row, name=name, by=self.actor)
        return FastResponse(shapes.group_json(changed, row.member_count))

    @schema(status=204, summary="Take away a group of learners")
    def delete(self, request: Any, pk: int) -> HttpResponseBase:
        """Its learners stay in the course."""
        row = self.part(reads.learner_groups(), MANAGE, pk=pk)
        groups.remove_learner_group(group=row, by=self.actor)
        return FastResponse(None, status=204)


class GroupMembersView(CoursePartView):
    """Who is in a group."""

    @schema(
        response=shapes.LearnerGroupMemberSerializer, paginated=True, summary="Members of a group of learners"
    )
    def get(self, request: Any, pk: int) -> HttpResponseBase:
        """One page in the order they came into the group."""
        row = self.part(reads.learner_groups(), READ, pk=pk)
        return FastResponse(
            keyset_page(
                reads.members_of_group(row.pk), request=request, order=("id",), serialize=shapes.member_json
            )
        )

    @schema(
        request=shapes.MemberIdsSerializer,
        response=shapes.MemberIdsSerializer,
        summary="Set who is in a group of learners",
    )
    def put(self, request: Any, pk: int) -> HttpResponseBase:
        """Enrollments of other courses, and such that ended, are passed over."""
        row = self.part(reads.learner_groups(), MANAGE, pk=pk)
        ids = self.validated(shapes.MemberIdsSerializer)["enrollment_ids"]
        kept = groups.set_group_members(group=row, enrollment_ids=ids, by=self.actor)
        return FastResponse({"enrollment_ids": kept})
