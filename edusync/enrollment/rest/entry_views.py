"""Views of a learner before a course's door: may I, my place in line, my break."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.courses.policy import CoursePolicy
from edusync.enrollment import queries, services
from edusync.enrollment.models import WaitlistOffer
from edusync.enrollment.policy import EnrollmentPolicy, OfferPolicy
from edusync.enrollment.rest import entry_serializers as doors
from edusync.enrollment.rest import serializers as shapes
from edusync.enrollment.rest.views import OneEnrollmentView
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden, NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class CourseEnrollmentView(ApiView):
    """A course's door."""

    policy = EnrollmentPolicy()

    @schema(
        response=doors.CourseEnrollmentSerializer,
        summary="Whether I may take a course, and what I have in it",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """What the person may do now, in reasons by code, and their enrollment if there is one."""
        course = CoursePolicy().visible(queries.course_rows(), self.actor).filter(slug=slug).first()
        if course is None:
            raise NotFound
        user_id = self.actor.user_id or 0
        row = queries.enrollment_of(course_id=course.pk, learner_id=user_id)
        can = queries.can_enroll(course, user_id, enrollment=row)
        mine = None if row is None else self.mine(row, course, can.waitlist_length)
        return FastResponse({"can": doors.answer_json(can), "mine": mine})

    def mine(self, row: Any, course: Any, length: int) -> dict[str, Any]:
        """The enrollment as OwnPlaceSerializer describes it."""
        row.course = course
        place = queries.place_in_line(row.pk) if row.status == "waitlisted" else None
        return {
            **shapes.enrollment_json(row, self.policy.actions(self.actor, row)),
            "waitlist": doors.place_json(place, length),
            "offer": shapes.offer_json(place.offer if place else None),
        }


class OfferView(ApiView):
    """Base of the answers to an offer: it is the learner's own."""

    policy = OfferPolicy()
    key_scopes = {"post": Permission.ENROLLMENT_CREATE}

    def found(self, pk: int) -> WaitlistOffer:
        """The offer, if it is one's own. Raises NotFound."""
        row: WaitlistOffer = self.get_visible(WaitlistOffer.objects.select_related("entry"), pk)
        return row

    def answer(self, row: Any) -> HttpResponseBase:
        """The enrollment as it is now."""
        return FastResponse(shapes.enrollment_json(row, EnrollmentPolicy().actions(self.actor, row)))


class AcceptOfferView(OfferView):
    """Taking the seat."""

    @schema(response=shapes.EnrollmentSerializer, summary="Take the seat that is kept for me")
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """Accept."""
        return self.answer(services.accept_offer(offer=self.found(pk), by_id=self.actor.user_id or 0))


class DeclineOfferView(OfferView):
    """Leaving the seat to the next."""

    @schema(response=shapes.EnrollmentSerializer, summary="Leave the seat to the next in line")
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """Decline."""
        return self.answer(services.decline_offer(offer=self.found(pk), by_id=self.actor.user_id or 0))


class PauseView(OneEnrollmentView):
    """A break of the learner's own."""

    key_scopes = {"post": Permission.ENROLLMENT_WITHDRAW, "delete": Permission.ENROLLMENT_WITHDRAW}

    def own(self, pk: int) -> Any:
        """The enrollment. Raises NotFound, Forbidden where it is somebody else's."""
        row = self.found(pk)
        if row.learner_id != self.actor.user_id:
            raise Forbidden(permission=str(Permission.ENROLLMENT_WITHDRAW))
        self.check(Permission.ENROLLMENT_WITHDRAW, row)
        return row

    @schema(response=shapes.EnrollmentSerializer, summary="Take a break from a course")
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """Pause; the seat stays."""
        row = self.own(pk)
        return self.answer(services.pause_enrollment(enrollment=row, by_id=self.actor.user_id), row)

    @schema(response=shapes.EnrollmentSerializer, summary="End a break")
    def delete(self, request: Any, pk: int) -> HttpResponseBase:
        """Go on."""
        row = self.own(pk)
        return self.answer(services.unpause_enrollment(enrollment=row, by_id=self.actor.user_id), row)
