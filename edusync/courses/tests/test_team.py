"""Who works on a course: duties, invitations, the last owner, and roles brought in line."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.utils import DatabaseError

from edusync.courses import services
from edusync.courses.models import Course, CourseStaff
from edusync.courses.problems import LastOwner, NotOnTheTeam
from edusync.courses.services.duty_roles import align_duty_roles
from edusync.courses.services.staff import order_staff, transfer_ownership
from edusync.courses.services.staff_invitations import invite_staff
from edusync.courses.testing import make_course
from edusync.identity.models import Invitation, RoleAssignment
from edusync.identity.services import accept_invitation, grant_role
from edusync.identity.services.invitations import new_link_token
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db
TEAM = "/api/v1/courses/soil/team"


@pytest.fixture
def course(instructor: Any) -> Course:
    return make_course("Soil", modules=1, lessons=1, status="draft", created_by_id=instructor.pk)


def roles_in(course: Course, person: Any) -> set[str]:
    rows = RoleAssignment.objects.filter(
        scope="course", scope_id=course.pk, user_id=person.pk, closed_at=None
    )
    return set(rows.values_list("role__code", flat=True))


class TestOwners:
    def test_the_last_owner_stays(self, course: Course, instructor: Any) -> None:
        with pytest.raises(LastOwner):
            services.remove_staff(course=course, user_id=instructor.pk)
        with pytest.raises(LastOwner):
            services.assign_staff(course=course, user_id=instructor.pk, duty="author")

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM courses_course_staff WHERE course_id = %s",
            "UPDATE courses_course_staff SET duty = 'author' WHERE course_id = %s",
        ],
    )
    def test_the_database_keeps_an_owner(self, course: Course, statement: str) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [course.pk])

    def test_a_course_is_handed_over(self, course: Course, instructor: Any, learner: Any) -> None:
        with pytest.raises(NotOnTheTeam):
            transfer_ownership(course=course, from_id=instructor.pk, to_id=learner.pk, by_id=instructor.pk)
        services.assign_staff(course=course, user_id=learner.pk, duty="author")
        transfer_ownership(course=course, from_id=instructor.pk, to_id=learner.pk, by_id=instructor.pk)
        assert roles_in(course, learner) == {"owner"}
        assert roles_in(course, instructor) == {"instructor"}

    def test_order_is_kept(self, course: Course, instructor: Any, learner: Any) -> None:
        services.assign_staff(course=course, user_id=learner.pk, duty="author")
        order_staff(course=course, user_ids=[learner.pk], by_id=instructor.pk)
        order = CourseStaff.objects.filter(course=course).order_by("position")
        assert list(order.values_list("user_id", flat=True)) == [learner.pk, instructor.pk]


class TestRolesOfDuties:
    def test_owners_of_an_older_release_get_their_role(self, course: Course, instructor: Any) -> None:
        RoleAssignment.objects.filter(scope="course", scope_id=course.pk).update(closed_at=course.created_at)
        grant_role(
            user_id=instructor.pk, role_code="instructor", scope="course", scope_id=course.pk, granted_by=None
        )
        assert roles_in(course, instructor) == {"instructor"}
        assert align_duty_roles() == 1
        assert roles_in(course, instructor) == {"owner"}
        assert align_duty_roles() == 0


class TestInvitations:
    def test_accepting_brings_the_duty(self, course: Course, instructor: Any) -> None:
        invite_staff(course=course, email="New@else.example", duty="author", by_id=instructor.pk)
        again = invite_staff(course=course, email="new@else.example", duty="reviewer", by_id=instructor.pk)
        assert isinstance(again, Invitation)
        assert Invitation.objects.filter(status="sent").count() == 1
        run_worker()
        assert "work on “Soil”" in mail.outbox[-1].subject
        person = accept_invitation(token=new_link_token(again), password="a good long passphrase 7")
        assert roles_in(course, person) == {"reviewer"}

    def test_members_are_added_at_once_and_told(self, course: Course, instructor: Any, learner: Any) -> None:
        added = invite_staff(course=course, email=learner.email, duty="author", by_id=instructor.pk)
        assert isinstance(added, CourseStaff)
        run_worker()
        assert [message.to for message in mail.outbox] == [[learner.email]]


class TestOverHttp:
    @pytest.mark.parametrize(
        ("duty", "read", "add"),
        [
            ("owner", 200, 201),
            ("instructor", 200, 403),
            ("author", 200, 403),
            ("assistant", 200, 403),
            ("reviewer", 200, 403),
            (None, 404, 404),
        ],
    )
    def test_who_may_do_what(
        self, course: Course, api: Any, make_person: Any, duty: str | None, read: int, add: int
    ) -> None:
        person, other = make_person("pia"), make_person("otis")
        if duty:
            services.assign_staff(course=course, user_id=person.pk, duty=duty)
        client = api(person)
        assert client.get(TEAM).status_code == read
        assert client.post(TEAM, {"user_id": other.pk, "duty": "author"}).status_code == add
        asked = client.post(f"{TEAM}/invitations", {"email": "x@else.example", "duty": "author"})
        assert asked.status_code == add

    def test_everybody_may_leave_but_the_last_owner(
        self, course: Course, api: Any, instructor: Any, learner: Any
    ) -> None:
        services.assign_staff(course=course, user_id=learner.pk, duty="author")
        assert api(learner).delete(f"{TEAM}/members/{learner.pk}").status_code == 204
        client = api(instructor)
        client.problem(client.delete(f"{TEAM}/members/{instructor.pk}"), 409, "last-owner")

    def test_addresses_and_invitations_are_for_owners(
        self, course: Course, api: Any, instructor: Any, learner: Any
    ) -> None:
        services.assign_staff(course=course, user_id=learner.pk, duty="author")
        invite_staff(course=course, email="x@else.example", duty="author", by_id=instructor.pk)
        owner, author = api(instructor).get(TEAM).json(), api(learner).get(TEAM).json()
        assert [row["email"] for row in owner["invitations"]] == ["x@else.example"]
        assert (author["invitations"], author["can_manage"]) == ([], False)
        assert {row["email"] for row in author["members"]} == {None}
        client = api(instructor)
        taken = client.delete(f"{TEAM}/invitations/{owner['invitations'][0]['id']}")
        assert taken.status_code == 204
        assert client.get(TEAM).json()["invitations"] == []

    def test_people_of_elsewhere_cannot_be_added(
        self, course: Course, api: Any, instructor: Any, outsider: Any
    ) -> None:
        client = api(instructor)
        client.problem(client.post(TEAM, {"user_id": outsider.pk, "duty": "author"}), 422, "invalid-input")

    def test_candidates_are_people_who_are_not_there(
        self, course: Course, api: Any, instructor: Any, learner: Any
    ) -> None:
        client = api(instructor)
        found = client.get(f"{TEAM}/candidates?search=example").json()
        assert [person["id"] for person in found] == [learner.pk]
        assert client.get(f"{TEAM}/candidates").json() == []

    def test_its_cost_does_not_grow(
        self, course: Course, api: Any, instructor: Any, make_person: Any, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(6):
            services.assign_staff(course=course, user_id=make_person(f"p{number}").pk, duty="author")
        client = api(instructor)
        with django_assert_max_num_queries(6):
            assert len(client.get(TEAM).json()["members"]) == 7
