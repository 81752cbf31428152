"""Profiles, facts kept apart, own fields and passwords of one person."""

from typing import Any

from django.http import HttpResponse

from edusync.identity import services
from edusync.identity.models import CustomField
from edusync.identity.rest.people_views import PersonBaseView
from edusync.identity.rest.person_detail import field_values
from edusync.identity.rest.person_serializers import (
    FieldValueSerializer,
    FieldValuesSerializer,
    InstructorProfileSerializer,
    JobRoleIdsSerializer,
    PersonalFactsSerializer,
    PersonPageSerializer,
    StudentProfileSerializer,
)
from edusync.identity.services import person_care
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

NO_STORE = {"Cache-Control": "private, no-store"}
OWN = (CustomField.Visibility.PERSON.value, CustomField.Visibility.EVERYONE.value)


class PersonalFactsView(PersonBaseView):
    """Phone, address, birth date and whom to call: kept apart, and every look is noted."""

    key_scopes = {"get": Permission.PERSONAL_FACTS_READ, "patch": Permission.PERSONAL_FACTS_MANAGE}

    @schema(response=PersonalFactsSerializer, summary="Facts kept apart from the account")
    def get(self, request: Any, user_id: int) -> FastResponse:
        """Reading is recorded in the audit log."""
        self.check(Permission.PERSONAL_FACTS_READ, self.membership(user_id))
        facts = person_care.read_personal_facts(user_id=user_id, read_by=self.actor)
        return FastResponse(facts, headers=NO_STORE)

    @schema(
        request=PersonalFactsSerializer,
        response=PersonalFactsSerializer,
        summary="Change facts kept apart",
    )
    def patch(self, request: Any, user_id: int) -> FastResponse:
        """Change what is named."""
        self.check(Permission.PERSONAL_FACTS_MANAGE, self.membership(user_id))
        changes = self.validated(PersonalFactsSerializer)
        facts = person_care.update_personal_facts(user_id=user_id, changes=changes, changed_by=self.actor)
        return FastResponse(facts, headers=NO_STORE)


class MyPersonalFactsView(ApiView):
    """One's own facts."""

    # Who sees the site as another person does not gain what their own rights keep from them.
    refused_while_viewing = frozenset({"get"})
    policy = SignedIn()

    @schema(response=PersonalFactsSerializer, summary="One's own facts kept apart")
    def get(self, request: Any) -> FastResponse:
        """Seen by oneself and by who holds the permission."""
        return FastResponse(person_care.personal_facts(self.actor.user_id or 0), headers=NO_STORE)

    @schema(
        request=PersonalFactsSerializer,
        response=PersonalFactsSerializer,
        summary="Change one's own facts",
    )
    def patch(self, request: Any) -> FastResponse:
        """Change what is named."""
        facts = person_care.update_personal_facts(
            user_id=self.actor.user_id or 0,
            changes=self.validated(PersonalFactsSerializer),
            changed_by=self.actor,
        )
        return FastResponse(facts, headers=NO_STORE)


class PersonProfileView(PersonBaseView):
    """A person as a student or an instructor."""

    kind = "student"
    key_scopes = {"put": Permission.PERSON_MANAGE, "delete": Permission.PERSON_MANAGE}

    @schema(status=204, summary="Remove the profile")
    def delete(self, request: Any, user_id: int) -> HttpResponse:
        """The account and what was learned stay."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        person_care.remove_profile(user_id=user_id, kind=self.kind, removed_by=self.actor)
        return HttpResponse(status=204)


class StudentProfileView(PersonProfileView):
    """A person as a student."""

    @schema(request=StudentProfileSerializer, response=PersonPageSerializer, summary="Student profile")
    def put(self, request: Any, user_id: int) -> FastResponse:
        """Make or change the profile."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        facts = self.validated(StudentProfileSerializer)
        person_care.save_student_profile(user_id=user_id, facts=facts, saved_by=self.actor)
        return self.answer(user_id)


class InstructorProfileView(PersonProfileView):
    """A person as an instructor."""

    kind = "instructor"

    @schema(request=InstructorProfileSerializer, response=PersonPageSerializer, summary="Instructor profile")
    def put(self, request: Any, user_id: int) -> FastResponse:
        """Make or change the profile."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        facts = self.validated(InstructorProfileSerializer)
        person_care.save_instructor_profile(user_id=user_id, facts=facts, saved_by=self.actor)
        return self.answer(user_id)


class PersonFieldsView(PersonBaseView):
    """Values of own fields."""

    key_scopes = {"put": Permission.PERSON_MANAGE}

    @schema(request=FieldValuesSerializer, response=PersonPageSerializer, summary="Values of own fields")
    def put(self, request: Any, user_id: int) -> FastResponse:
        """Store the named values; all or none."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        values = self.validated(FieldValuesSerializer)["values"]
        services.set_values(user_id=user_id, values=values, set_by=self.actor)
        return self.answer(user_id)


class MyFieldsView(ApiView):
    """One's own values of the organization's fields."""

    policy = SignedIn()

    def answer(self) -> FastResponse:
        """The fields that the person may see."""
        return FastResponse(field_values(self.actor.user_id or 0, is_staff=False), headers=NO_STORE)

    @schema(response=FieldValueSerializer(many=True), summary="One's own values of own fields")
    def get(self, request: Any) -> FastResponse:
        """Without those that only staff may see."""
        if self.actor.organization_id is None:
            raise NotFound
        return self.answer()

    @schema(
        request=FieldValuesSerializer,
        response=FieldValueSerializer(many=True),
        summary="Change one's own values",
    )
    def put(self, request: Any) -> FastResponse:
        """Store the named values; all or none."""
        if self.actor.organization_id is None:
            raise NotFound
        services.set_values(
            user_id=self.actor.user_id or 0,
            values=self.validated(FieldValuesSerializer)["values"],
            set_by=self.actor,
            visibilities=OWN,
        )
        return self.answer()


class PersonJobRolesView(PersonBaseView):
    """Roles at work."""

    key_scopes = {"put": Permission.PERSON_MANAGE}

    @schema(request=JobRoleIdsSerializer, response=PersonPageSerializer, summary="Roles at work")
    def put(self, request: Any, user_id: int) -> FastResponse:
        """Exactly these."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        ids = self.validated(JobRoleIdsSerializer)["job_roles"]
        services.set_job_roles(user_id=user_id, job_role_ids=ids, set_by=self.actor)
        return self.answer(user_id)


class PasswordMailView(PersonBaseView):
    """Help for who forgot the password."""

    key_scopes = {"post": Permission.PERSON_MANAGE}
    rate_limits = {"post": "lookup"}

    @schema(status=204, summary="Send the mail to choose a new password")
    def post(self, request: Any, user_id: int) -> HttpResponse:
        """The old password works until the person chose a new one."""
        member = self.membership(user_id)
        self.check(Permission.PERSON_MANAGE, member)
        services.send_password_mail(user=member.user, request=request._request, sent_by=self.actor)
        return HttpResponse(status=204)
