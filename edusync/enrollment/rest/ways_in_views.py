"""Views of keys and links, and the use of a link."""

from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase

from edusync.enrollment import queries
from edusync.enrollment.models import EnrollmentKey
from edusync.enrollment.policy import EnrollmentPolicy
from edusync.enrollment.queries import cohorts as reads
from edusync.enrollment.rest import serializers as enrollment_shapes
from edusync.enrollment.rest import ways_in_serializers as shapes
from edusync.enrollment.rest.course_parts import MANAGE, CoursePartView
from edusync.enrollment.services import ways_in
from edusync.identity.queries import organization_named
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

LINK = EnrollmentKey.Kind.LINK


class KeysView(CoursePartView):
    """Keys and links of a course."""

    @schema(response=shapes.EnrollmentKeySerializer, paginated=True, summary="Keys and links of a course")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """The newest first, those that are over too. Only for who manages learners."""
        rows = reads.keys().filter(course_id=self.course(slug, MANAGE).pk)
        return FastResponse(keyset_page(rows, request=request, order=("-id",), serialize=shapes.key_json))

    @schema(
        request=shapes.EnrollmentKeyWriteSerializer,
        response=shapes.EnrollmentKeyMadeSerializer,
        status=201,
        summary="Make a key or a link; the secret is in this answer only",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """The key with its secret, which cannot be shown again."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.EnrollmentKeyWriteSerializer)
        row, secret = ways_in.create_key(
            course_id=course.pk,
            kind=values.pop("kind"),
            label=values.pop("label"),
            limits=values,
            by=self.actor,
        )
        url = f"{settings.SITE_URL}/join/{secret}" if row.kind == LINK else None
        body = {**shapes.key_json(row), "secret": secret, "url": url}
        return FastResponse(body, status=201)


class KeyView(CoursePartView):
    """One key or link."""

    @schema(response=shapes.EnrollmentKeySerializer, summary="Revoke a key or a link")
    def delete(self, request: Any, pk: int) -> HttpResponseBase:
        """It lets nobody in any more; it stays in the list."""
        row = self.part(reads.keys(), MANAGE, pk=pk)
        return FastResponse(shapes.key_json(ways_in.revoke_key(key=row, by=self.actor)))


class LinkView(ApiView):
    """What an invitation link leads to."""

    public = True
    rate_limits = {"get": "lookup"}

    @schema(response=shapes.EnrollmentLinkSerializer, summary="The course an invitation link opens")
    def get(self, request: Any, token: str) -> HttpResponseBase:
        """For whoever holds the link, signed in or not."""
        key = ways_in.key_of_secret(token, kind=LINK)
        if key is None or key.course.status != "published":
            raise NotFound
        return FastResponse(
            {
                "state": ways_in.state_of_key(key),
                "course_title": key.course.title,
                "course_slug": key.course.slug,
                "organization_name": organization_named(key.organization_id),
                "cohort_name": key.cohort.name if key.cohort else None,
                "is_enrolled": self.actor.is_authenticated
                and queries.is_open_enrollment(course_id=key.course_id, learner_id=self.actor.user_id or 0),
            }
        )


class LinkUseView(ApiView):
    """Coming in by a link."""

    policy = EnrollmentPolicy()
    permissions = {"post": Permission.ENROLLMENT_CREATE}
    rate_limits = {"post": "lookup"}

    @schema(
        response=enrollment_shapes.EnrollmentSerializer,
        status=201,
        summary="Take the course an invitation link opens",
    )
    def post(self, request: Any, token: str) -> HttpResponseBase:
        """The enrollment: active, or waitlisted where the course is full and keeps a line."""
        if ways_in.key_of_secret(token, kind=LINK) is None:
            raise NotFound
        row = ways_in.enroll_by_key(secret=token, kind=LINK, learner_id=self.actor.user_id or 0)
        actions = self.policy.actions(self.actor, row)
        return FastResponse(enrollment_shapes.enrollment_json(row, actions), status=201)
