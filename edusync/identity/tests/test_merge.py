import pytest
from allauth.account.models import EmailAddress

from edusync.audit.models import AuditEvent
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import (
    CustomField,
    CustomFieldValue,
    Group,
    GroupMember,
    OrganizationMembership,
    OrganizationUnit,
    RoleAssignment,
    StudentProfile,
    User,
    UserProfile,
)
from edusync.identity.services import grant_role
from edusync.identity.testing import PASSWORD, AccountPages
from edusync.identity.testing import make_person as make


@pytest.fixture
def twins(organization):
    keep = make("nila", first_name="Nila", last_name="Chandran")
    drop = make("nila.c", first_name="Nila", last_name="Chandran", email="nila.c@example.org")
    return keep, drop


def merge(client, keep, drop, **more):
    return client.post("/api/v1/people/merges", {"keep": keep.pk, "drop": drop.pk, **more})


def test_duplicates_are_found_by_name_and_birth_date_address_and_number(
    api, admin, twins, organization, django_assert_max_num_queries
):
    keep, drop = twins
    client = api(admin)
    assert client.get("/api/v1/people/duplicates").json() == []
    UserProfile.objects.filter(user__in=twins).update(birth_date="2001-02-03")
    one = make("jo", email="jo.smith+school@example.org", first_name="Jo", last_name="Smith")
    two = make("joe", email="josmith@example.org", first_name="Joe", last_name="Smith")
    StudentProfile.objects.create(user=one, student_number="S-0042")
    StudentProfile.objects.create(user=two, student_number="s42x")
    StudentProfile.objects.create(user=keep, student_number="0042")
    StudentProfile.objects.create(user=drop, student_number="00-42")
    with django_assert_max_num_queries(10):
        pairs = client.get("/api/v1/people/duplicates").json()
    assert [(pair["first"]["id"], pair["second"]["id"], pair["reasons"]) for pair in pairs] == [
        (keep.pk, drop.pk, ["name-and-birth-date", "student-number"]),
        (one.pk, two.pk, ["address"]),
    ]


def test_the_preview_changes_nothing_and_says_what_moves(api, admin, twins):
    keep, drop = twins
    make_enrollment(drop, make_course("Knots", modules=1, lessons=1))
    UserProfile.objects.filter(user=drop).update(phone="119")
    before = AuditEvent.objects.count()
    answer = api(admin).get(f"/api/v1/people/merges/preview?keep={keep.pk}&drop={drop.pk}").json()
    tables = {row["table"]: (row["moved"], row["stayed"]) for row in answer["tables"]}
    assert tables["enrollment.Enrollment"] == (1, 0)
    assert tables["account.EmailAddress"] == (1, 0)
    assert answer["drop"]["facts"]["phone"] == "119"
    drop.refresh_from_db()
    assert drop.is_active
    assert Enrollment.objects.get().learner_id == drop.pk
    reads = AuditEvent.objects.filter(action="identity.personal_facts.read").count()
    assert AuditEvent.objects.count() - before == reads == 2


def test_the_survivor_gets_what_is_of_use_and_the_other_is_closed(api, admin, twins, organization):
    keep, drop = twins
    group = Group.objects.create(name="Chess")
    GroupMember.objects.create(group=group, user=drop)
    field = CustomField.objects.create(key="house", label="House")
    CustomFieldValue.objects.create(field=field, user=keep, value="Red")
    CustomFieldValue.objects.create(field=field, user=drop, value="Blue")
    UserProfile.objects.filter(user=keep).update(phone="110")
    UserProfile.objects.filter(user=drop).update(phone="119", address="1 Sea Road")
    StudentProfile.objects.create(user=keep, grade_level="10")
    StudentProfile.objects.create(user=drop, grade_level="9", student_number="S1")
    unit = OrganizationUnit.objects.create(name="Science")
    OrganizationMembership.objects.filter(user=drop).update(unit=unit, local_id="L7")
    grant_role(user_id=drop.pk, role_code="mentor", granted_by=None)
    inside = api(drop)
    assert inside.get("/api/v1/me").status_code == 200

    client = api(admin)
    answer = merge(client, keep, drop, take=["email", "username"])
    assert answer.status_code == 201, answer.content

    keep.refresh_from_db()
    drop.refresh_from_db()
    assert (keep.email, keep.username) == ("nila.c@example.org", answer.json()["keep"]["username"])
    assert sorted(answer.json()["keep"]["roles"]) == ["learner", "mentor"]
    assert GroupMember.objects.get().user_id == keep.pk
    membership = OrganizationMembership.objects.get(user=keep)
    assert (membership.unit_id, membership.local_id) == (unit.pk, "L7")
    assert CustomFieldValue.objects.get().value == "Red"
    assert StudentProfile.objects.filter(user=keep).values_list("grade_level", "student_number").get() == (
        "10",
        "S1",
    )
    profile = UserProfile.objects.get(user=keep)
    assert (profile.phone, profile.address) == ("110", "1 Sea Road")

    assert (drop.username, drop.email, drop.display_name) == (f"merged-{drop.pk}", None, f"merged-{drop.pk}")
    assert drop.deleted_at is not None
    assert not drop.is_active
    assert not drop.has_usable_password()
    assert UserProfile.objects.get(user=drop).address == ""
    assert OrganizationMembership.objects.get(user=drop).status == "left"
    assert not RoleAssignment.objects.filter(user=drop, closed_at__isnull=True).exists()
    inside.problem(inside.get("/api/v1/me"), 401)
    client.problem(client.get(f"/api/v1/people/{drop.pk}"), 404)
    event = AuditEvent.objects.get(action="identity.person.merged")
    assert (event.target_id, event.facts["dropped"]) == (str(keep.pk), drop.pk)


def test_both_addresses_lead_to_the_survivor(api, admin, twins):
    keep, drop = twins
    merge(api(admin), keep, drop)
    assert set(EmailAddress.objects.filter(user=keep).values_list("email", "primary")) == {
        ("nila@example.com", True),
        ("nila.c@example.org", False),
    }
    assert AccountPages(api()).sign_in(email="nila.c@example.org", password=PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("mine", "theirs", "is_swapped"),
    [("active", "completed", True), ("completed", "active", False), ("withdrawn", "active", True)],
)
def test_of_two_enrollments_in_a_course_the_further_one_wins(api, admin, twins, mine, theirs, is_swapped):
    from edusync.kernel import clock

    keep, drop = twins
    course = make_course("Knots", modules=1, lessons=1)
    rows = {"keep": make_enrollment(keep, course), "drop": make_enrollment(drop, course)}
    for name, status in (("keep", mine), ("drop", theirs)):
        done = clock.now() if status == "completed" else None
        Enrollment.objects.filter(pk=rows[name].pk).update(status=status, completed_at=done)
    assert merge(api(admin), keep, drop).status_code == 201
    kept = Enrollment.objects.get(learner=keep)
    left = Enrollment.objects.get(learner=drop)
    assert kept.pk == rows["drop" if is_swapped else "keep"].pk
    assert left.status != "active"
    course.refresh_from_db()
    assert course.seats_taken == 1


def test_of_two_places_in_line_the_earlier_one_stays(api, admin, twins, make_person):
    from edusync.enrollment.models import WaitlistEntry
    from edusync.enrollment.services import enroll_learner

    keep, drop = twins
    course = make_course("Knots", modules=1, lessons=1, capacity=1, is_waitlist_on=True)
    make_enrollment(make_person("first"), course)
    for person in (drop, keep):
        assert enroll_learner(course_id=course.pk, learner_id=person.pk).status == "waitlisted"
    assert merge(api(admin), keep, drop).status_code == 201
    waiting = WaitlistEntry.objects.get(state="waiting")
    assert (waiting.learner_id, waiting.enrollment.learner_id) == (keep.pk, keep.pk)
    left = WaitlistEntry.objects.get(state="left")
    assert (left.learner_id, left.enrollment.status) == (drop.pk, "withdrawn")
    assert left.joined_at > waiting.joined_at


def test_merging_is_refused_where_it_would_reach_too_far(
    api, admin, twins, outsider, other_organization, make_person
):
    keep, drop = twins
    client = api(admin)
    client.problem(merge(client, keep, keep), 409, "merge-refused")
    client.problem(merge(client, keep, admin), 409, "merge-refused")
    client.problem(merge(client, keep, outsider), 404)
    OrganizationMembership.unscoped.create(organization=other_organization, user=drop)
    client.problem(merge(client, keep, drop), 409, "merge-refused")
    client.problem(client.get(f"/api/v1/people/merges/preview?keep={keep.pk}&drop={outsider.pk}"), 404)
    client.problem(client.get("/api/v1/people/merges/preview?keep=x"), 422)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 401),
        ("learner", 403),
        ("support", 403),
        ("manager", 403),
        ("admin", 201),
        ("outsider", 404),
    ],
)
def test_who_may_merge(request, api, make_person, twins, who, status):
    keep, drop = twins
    fixtures = {"learner", "admin", "outsider"}
    person = request.getfixturevalue(who) if who in fixtures else None
    if person is None and who != "visitor":
        person = make_person(who, roles=(who,))
    client = api(person) if person else api()
    assert merge(client, keep, drop).status_code == status
    assert User.objects.filter(pk=drop.pk, deleted_at__isnull=False).exists() == (status == 201)
