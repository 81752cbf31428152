"""Automatic rules: who comes, who goes, and when."""

import pytest

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment import services, tasks
from edusync.enrollment.models import Cohort, Enrollment, EnrollmentRule, EnrollmentRuleMember
from edusync.enrollment.services import rules
from edusync.enrollment.services.enrolling_many import enroll_many
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import JobRole, OrganizationUnit
from edusync.identity.services.groups import add_to_group, create_group, remove_group, take_from_group
from edusync.identity.services.job_roles import set_job_roles
from edusync.identity.services.units import put_in_unit
from edusync.identity.testing import actor_of_person
from edusync.kernel import audit, clock
from edusync.kernel.models import OutboxEvent
from edusync.kernel.testing import run_worker


@pytest.fixture
def course(instructor):
    return make_course(created_by_id=instructor.pk)


@pytest.fixture
def teacher(api, instructor):
    return api(instructor)


@pytest.fixture
def boss(admin):
    return actor_of_person(admin)


@pytest.fixture
def group(boss):
    return create_group(name="Nurses", created_by=boss)


@pytest.fixture
def ada(make_person):
    return make_person("ada")


@pytest.fixture
def bob(make_person):
    return make_person("bob")


def make_rule(teacher, course, **values):
    # What happened before the rule is no business of its first run.
    run_worker()
    answer = teacher.post(f"/api/v1/courses/{course.slug}/enrollment-rules", values)
    assert answer.status_code == 201, answer.content
    run_worker()
    return EnrollmentRule.objects.get(pk=answer.json()["id"])


def status_of(course, person):
    row = Enrollment.objects.filter(course=course, learner=person).first()
    return row.status if row else None


def test_members_of_a_group_come_at_once_and_later_ones_when_they_join(
    teacher, course, group, boss, ada, bob
):
    add_to_group(group=group, user_ids=[ada.pk], added_by=boss)
    rule = make_rule(teacher, course, kind="group", target_id=group.pk)
    assert (status_of(course, ada), status_of(course, bob)) == ("active", None)
    assert rule.last_result["enrolled"] == 1
    add_to_group(group=group, user_ids=[bob.pk], added_by=boss)
    run_worker()
    assert status_of(course, bob) == "active"
    assert set(Enrollment.objects.values_list("source", flat=True)) == {"rule"}


def test_who_leaves_the_group_stays_unless_the_rule_withdraws(teacher, course, group, boss, ada):
    add_to_group(group=group, user_ids=[ada.pk], added_by=boss)
    rule = make_rule(teacher, course, kind="group", target_id=group.pk)
    take_from_group(group=group, user_ids=[ada.pk], removed_by=boss)
    run_worker()
    assert status_of(course, ada) == "active"
    teacher.patch(f"/api/v1/enrollment-rules/{rule.pk}", {"withdraws": True})
    run_worker()
    assert status_of(course, ada) == "withdrawn"
    add_to_group(group=group, user_ids=[ada.pk], added_by=boss)
    run_worker()
    assert status_of(course, ada) == "active"
    assert EnrollmentRuleMember.objects.get().withdrawn_at is None


def test_a_group_that_is_removed_names_nobody_any_more(teacher, course, group, boss, ada):
    add_to_group(group=group, user_ids=[ada.pk], added_by=boss)
    make_rule(teacher, course, kind="group", target_id=group.pk, withdraws=True)
    remove_group(group=group, removed_by=boss)
    run_worker()
    assert status_of(course, ada) == "withdrawn"


def test_who_is_named_by_another_rule_stays(teacher, course, group, boss, ada):
    add_to_group(group=group, user_ids=[ada.pk], added_by=boss)
    make_rule(teacher, course, kind="group", target_id=group.pk, withdraws=True)
    make_rule(teacher, course, kind="email_domain", value="example.com")
    take_from_group(group=group, user_ids=[ada.pk], removed_by=boss)
    run_worker()
    assert status_of(course, ada) == "active"


def test_whom_somebody_else_enrolled_no_rule_withdraws(teacher, course, group, boss, ada):
    make_enrollment(ada, course)
    add_to_group(group=group, user_ids=[ada.pk], added_by=boss)
    make_rule(teacher, course, kind="group", target_id=group.pk, withdraws=True)
    take_from_group(group=group, user_ids=[ada.pk], removed_by=boss)
    run_worker()
    assert status_of(course, ada) == "active"


def test_who_left_by_themselves_is_not_brought_back(teacher, course, group, boss, ada):
    add_to_group(group=group, user_ids=[ada.pk], added_by=boss)
    rule = make_rule(teacher, course, kind="group", target_id=group.pk)
    services.withdraw(enrollment=Enrollment.objects.get(), by_id=ada.pk)
    teacher.post(f"/api/v1/enrollment-rules/{rule.pk}/run")
    run_worker()
    assert status_of(course, ada) == "withdrawn"


def test_a_department_counts_with_those_below_and_a_job_role_by_itself(
    teacher, course, organization, boss, ada, bob
):
    hospital = OrganizationUnit.objects.create(name="Hospital", path="")
    ward = OrganizationUnit.objects.create(name="Ward", parent=hospital, path="")
    for place, path in ((hospital, f"/{hospital.pk}/"), (ward, f"/{hospital.pk}/{ward.pk}/")):
        OrganizationUnit.objects.filter(pk=place.pk).update(path=path)
    midwife = JobRole.objects.create(name="Midwife")
    make_rule(teacher, course, kind="unit", target_id=hospital.pk)
    make_rule(teacher, course, kind="job_role", target_id=midwife.pk)
    put_in_unit(unit=ward, user_ids=[ada.pk], changed_by=boss)
    set_job_roles(user_id=bob.pk, job_role_ids=[midwife.pk], set_by=boss)
    run_worker()
    assert (status_of(course, ada), status_of(course, bob)) == ("active", "active")


def test_an_email_domain_means_that_domain_only(teacher, course, make_person):
    inside = make_person("ida", email="ida@clinic.test")
    outside = make_person("eva", email="eva@notclinic.test")
    make_rule(teacher, course, kind="email_domain", value="@Clinic.Test")
    assert (status_of(course, inside), status_of(course, outside)) == ("active", None)


def test_everybody_means_newcomers_too(teacher, course, make_person):
    make_rule(teacher, course, kind="everybody", due_days=14)
    late = make_person("late")
    run_worker()
    row = Enrollment.objects.get(course=course, learner=late)
    assert row.status == "active"
    assert (row.due_at - row.enrolled_at).days in {13, 14}


def test_a_course_that_is_not_published_waits(teacher, course, ada):
    Course.objects.filter(pk=course.pk).update(status="archived")
    make_rule(teacher, course, kind="everybody")
    assert not Enrollment.objects.exists()
    Course.objects.filter(pk=course.pk).update(status="published")
    tasks.follow_rules()
    run_worker()
    assert status_of(course, ada) == "active"


def test_a_full_course_takes_whom_it_can_and_says_how_many_stay_outside(teacher, course, make_person):
    for number in range(4):
        make_person(f"p{number}", email=f"p{number}@full.test")
    Course.objects.filter(pk=course.pk).update(capacity=3)
    rule = make_rule(teacher, course, kind="email_domain", value="full.test")
    assert rule.last_result == {
        "fit": 4,
        "enrolled": 3,
        "withdrawn": 0,
        "refused": 1,
        "reasons": {"course-full": 1},
    }


def test_many_come_with_all_that_one_brings(teacher, course, instructor, make_person, monkeypatch):
    people = [make_person(f"p{number}", email=f"p{number}@whole.test") for number in range(3)]
    Course.objects.filter(pk=course.pk).update(access_days=30)
    seen = []
    monkeypatch.setattr(audit, "_sinks", [*audit._sinks, lambda **said: seen.append(said)])
    make_rule(teacher, course, kind="email_domain", value="whole.test", due_days=14)
    rows = list(Enrollment.objects.filter(course=course).order_by("learner_id"))
    assert [row.learner_id for row in rows] == [person.pk for person in people]
    one = services.enroll_learner(
        course_id=course.pk,
        learner_id=make_person("single").pk,
        source="rule",
        by_id=instructor.pk,
        due_at=rows[0].due_at,
    )
    same = ("status", "source", "required_weight", "approved_by_id", "percent", "attempt_number")
    one.refresh_from_db()
    for row in rows:
        assert [getattr(row, name) for name in same] == [getattr(one, name) for name in same]
        assert (row.expires_at - row.enrolled_at).days == (one.expires_at - one.enrolled_at).days == 30
        assert row.extensions.get().until == row.due_at
        assert [
            (step.from_status, step.to_status, step.by_id, step.reason) for step in row.transitions.all()
        ] == [(step.from_status, step.to_status, step.by_id, step.reason) for step in one.transitions.all()]
    changed = [said for said in seen if said["action"] == "enrollment.status.changed"]
    assert [said["subject_id"] for said in changed] == [*(person.pk for person in people), one.learner_id]
    told = OutboxEvent.objects.filter(event_type="enrollment.learner_enrolled")
    assert {row.payload["learner_id"] for row in told} == {row.learner_id for row in [*rows, one]}
    assert OutboxEvent.objects.filter(event_type="task:enrollment.warn_of_expiry").count() == 4
    course.refresh_from_db()
    assert course.seats_taken == 4


def test_who_finds_no_seat_by_a_rule_stands_in_line(teacher, course, make_person):
    for number in range(4):
        make_person(f"p{number}", email=f"p{number}@line.test")
    Course.objects.filter(pk=course.pk).update(capacity=2, is_waitlist_on=True)
    make_rule(teacher, course, kind="email_domain", value="line.test")
    found = Enrollment.objects.filter(course=course).order_by("learner_id").values_list("status", flat=True)
    assert list(found) == ["active", "active", "waitlisted", "waitlisted"]
    course.refresh_from_db()
    assert (course.seats_taken, course.seats_offered) == (2, 0)


def test_a_full_cohort_and_one_that_is_gone_hold_people_back(teacher, course, make_person, boss):
    people = [make_person(f"p{number}", email=f"p{number}@cohort.test") for number in range(3)]
    small = Cohort.objects.create(course=course, name="Small", capacity=1)
    rule = make_rule(teacher, course, kind="email_domain", value="cohort.test", cohort_id=small.pk)
    assert (rule.last_result["enrolled"], rule.last_result["reasons"]) == (1, {"course-full": 2})
    small.refresh_from_db()
    assert small.seats_taken == 1
    small.deleted_at = clock.now()
    small.save(update_fields=["deleted_at"])
    rules.request_run(rule=rule)
    run_worker()
    rule.refresh_from_db()
    assert rule.last_result["reasons"] == {"cohort-not-open": 2}
    assert status_of(course, people[2]) is None


def test_many_cost_hardly_more_statements_than_one(course, make_person, django_assert_max_num_queries):
    people = [make_person(f"p{number}").pk for number in range(20)]
    with django_assert_max_num_queries(12):
        brought, refused = enroll_many(course_id=course.pk, learner_ids=people, source="rule")
    assert len(brought) == len(people)
    assert not refused


def test_a_rule_that_is_off_or_removed_does_nothing(teacher, course, ada):
    answer = teacher.post(
        f"/api/v1/courses/{course.slug}/enrollment-rules", {"kind": "everybody", "is_on": False}
    )
    run_worker()
    assert not Enrollment.objects.exists()
    assert teacher.delete(f"/api/v1/enrollment-rules/{answer.json()['id']}").status_code == 204
    assert teacher.get(f"/api/v1/courses/{course.slug}/enrollment-rules").json()["results"] == []


def test_many_people_come_in_batches_and_a_second_run_brings_nobody_twice(
    monkeypatch, teacher, course, make_person
):
    monkeypatch.setattr(rules, "BATCH", 2)
    for number in range(5):
        make_person(f"p{number}", email=f"p{number}@many.test")
    rule = make_rule(teacher, course, kind="email_domain", value="many.test")
    assert rule.last_result["enrolled"] == 5
    teacher.post(f"/api/v1/enrollment-rules/{rule.pk}/run")
    run_worker()
    rule.refresh_from_db()
    assert (rule.last_result["fit"], rule.last_result["enrolled"]) == (5, 0)
    assert Enrollment.objects.count() == 5


def test_a_batch_delivered_twice_brings_nobody_twice(course, ada, boss):
    rule = rules.create_rule(course_id=course.pk, values={"kind": "everybody"}, by=boss)
    for _ in range(2):
        rules.run_rule_batch(rule_id=rule.pk, after_id=0, so_far={})
    run_worker()
    assert Enrollment.objects.filter(learner=ada).count() == 1


def test_a_preview_says_who_would_come_and_changes_nothing(teacher, course, group, boss, ada, bob):
    add_to_group(group=group, user_ids=[ada.pk, bob.pk], added_by=boss)
    make_enrollment(ada, course)
    body = {"kind": "group", "target_id": group.pk}
    found = teacher.post(f"/api/v1/courses/{course.slug}/enrollment-rules/preview", body).json()
    assert found == {"fit": 2, "present": 1, "would_come": 1, "names": ["Bob Example"]}
    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "group", "target_id": 999999}, "/target_id"),
        ({"kind": "unit"}, "/target_id"),
        ({"kind": "email_domain", "value": "no domain"}, "/value"),
        ({"kind": "email_domain", "value": "%"}, "/value"),
        ({"kind": "magic"}, "/kind"),
    ],
)
def test_rules_about_what_is_not_there_are_refused(teacher, course, body, pointer):
    for path in ("", "/preview"):
        answer = teacher.post(f"/api/v1/courses/{course.slug}/enrollment-rules{path}", body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == pointer


def test_the_same_rule_twice_is_refused(teacher, course):
    make_rule(teacher, course, kind="everybody")
    answer = teacher.post(f"/api/v1/courses/{course.slug}/enrollment-rules", {"kind": "everybody"})
    assert answer.json()["errors"][0]["code"] == "rule-twice"


def test_groups_of_another_organization_are_unknown(teacher, course, other_organization):
    from edusync.identity.models import Group

    foreign = Group.unscoped.create(organization_id=other_organization.pk, name="Theirs")
    answer = teacher.post(
        f"/api/v1/courses/{course.slug}/enrollment-rules", {"kind": "group", "target_id": foreign.pk}
    )
    assert answer.status_code == 422
    choices = teacher.get(f"/api/v1/courses/{course.slug}/enrollment-rules/choices").json()
    assert choices == {"group": [], "unit": [], "job_role": []}


@pytest.mark.parametrize(
    ("who", "listed", "changed"),
    [
        ("nobody", 401, 401),
        ("stranger", 403, 404),
        ("learner", 403, 404),
        ("instructor", 200, 200),
        ("admin", 200, 200),
        ("outsider", 404, 404),
    ],
)
def test_who_may_see_and_change_rules(request, api, teacher, course, who, listed, changed):
    rule = teacher.post(
        f"/api/v1/courses/{course.slug}/enrollment-rules", {"kind": "everybody", "is_on": False}
    ).json()
    client = api(None if who == "nobody" else request.getfixturevalue(who))
    for path in ("", "/choices"):
        assert client.get(f"/api/v1/courses/{course.slug}/enrollment-rules{path}").status_code == listed
    preview = f"/api/v1/courses/{course.slug}/enrollment-rules/preview"
    assert client.post(preview, {"kind": "everybody"}).status_code == listed
    one = f"/api/v1/enrollment-rules/{rule['id']}"
    assert client.patch(one, {"withdraws": True}).status_code == changed
    assert client.post(f"{one}/run").status_code == (202 if changed == 200 else changed)
    assert client.delete(one).status_code == (204 if changed == 200 else changed)


def test_a_list_of_rules_costs_the_same_however_many_there_are(
    teacher, course, boss, django_assert_max_num_queries
):
    for number in range(8):
        group = create_group(name=f"Group {number}", created_by=boss)
        EnrollmentRule.objects.create(course=course, kind="group", target_id=group.pk)
    EnrollmentRule.objects.create(course=course, kind="everybody")
    with django_assert_max_num_queries(8):
        rows = teacher.get(f"/api/v1/courses/{course.slug}/enrollment-rules").json()["results"]
    assert [row["target_name"] for row in rows][:2] == ["Group 0", "Group 1"]
    assert rows[-1]["target_name"] is None


def test_what_a_rule_did_is_in_the_audit_log(teacher, course, ada, monkeypatch):
    seen = []
    monkeypatch.setattr(audit, "_sinks", [*audit._sinks, lambda **said: seen.append(said["action"])])
    make_rule(teacher, course, kind="everybody")
    assert "enrollment.rule.created" in seen
    assert "enrollment.rule.ran" in seen
