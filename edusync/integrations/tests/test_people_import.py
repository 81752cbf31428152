"""People from CSV files: forecast, run, policies, invitations, other organizations."""

import dataclasses
from typing import Any

import pytest
from django.core import mail

from edusync.identity.models import (
    CustomField,
    CustomFieldValue,
    Group,
    GroupMember,
    Invitation,
    OrganizationMembership,
    OrganizationUnit,
    RoleAssignment,
    StudentProfile,
    User,
)
from edusync.identity.services import create_person
from edusync.identity.services.invitations import accept_invitation, new_link_token
from edusync.integrations.models import UserImportJob, UserImportRow
from edusync.integrations.services.people import (
    change_import_settings,
    check_people_import,
    run_people_import,
)
from edusync.integrations.testing import actor_for, check_people, import_people, upload_people
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_worker

FIVE = """email,first name,last name,role
ada@school.example,Ada,Okafor,learner
bala@school.example,Bala,Sundaram,instructor
,Nobody,Nameless,learner
not-an-address,Chen,Novak,learner
ADA@school.example,Ada,Again,learner
"""


def codes_of(job: UserImportJob) -> dict[int, list[str]]:
    """Codes of what is wrong or remarkable, by line."""
    return {
        row.line: [problem["code"] for problem in row.problems]
        for row in UserImportRow.objects.filter(job=job).order_by("position")
    }


def outcomes_of(job: UserImportJob) -> dict[int, str]:
    """Outcome by line."""
    return dict(UserImportRow.objects.filter(job=job).order_by("position").values_list("line", "outcome"))


def test_dry_run_forecasts_every_row_and_writes_nobody(admin: Any) -> None:
    before = User.objects.count()
    job = check_people(upload_people(FIVE, by=admin), by=admin)
    assert job.state == "checked"
    assert outcomes_of(job) == {2: "create", 3: "create", 4: "error", 5: "error", 6: "error"}
    assert codes_of(job) == {2: [], 3: [], 4: ["no-email"], 5: ["invalid-email"], 6: ["duplicate-in-file"]}
    assert (job.created_count, job.error_count, job.rows_done, job.rows_total) == (2, 3, 5, 5)
    assert User.objects.count() == before
    assert not Invitation.unscoped.exists()


def test_forecast_and_run_agree(admin: Any) -> None:
    job = check_people(upload_people(FIVE, by=admin), by=admin)
    forecast = outcomes_of(job), codes_of(job)
    done = import_people(FIVE, by=admin)
    assert done.state == "finished"
    assert (outcomes_of(done), codes_of(done)) == forecast


def test_people_come_with_all_that_belongs_to_them(admin: Any, organization: Any) -> None:
    unit = OrganizationUnit.objects.create(name="Physics", code="PHY", path="/1/")
    Group.objects.create(name="Choir")
    field = CustomField.objects.create(
        key="bus", label="School bus", kind="choice", choices=["North", "South"]
    )
    job = import_people(
        "E-Mail Address;Given Name;Surname;Department;Class;Roll No;School bus;Date of Birth;Mobile\n"
        "ada@school.example;Ada;Okafor;phy;Choir;17;north;31.12.2010;'+44 20 1234\n",
        by=admin,
    )
    assert job.state == "finished", job.problem
    assert codes_of(job) == {2: []}
    ada = User.objects.get(email="ada@school.example")
    membership = OrganizationMembership.objects.get(user=ada)
    assert membership.unit_id == unit.pk
    assert list(RoleAssignment.objects.filter(user=ada).values_list("role__code", flat=True)) == ["learner"]
    assert GroupMember.objects.filter(user=ada, group__name="Choir").exists()
    assert StudentProfile.objects.get(user=ada).student_number == "17"
    assert CustomFieldValue.objects.get(user=ada, field=field).value == "North"
    assert ada.profile.phone == "+44 20 1234"
    assert str(ada.profile.birth_date) == "2010-12-31"
    assert not ada.has_usable_password()
    assert UserImportRow.objects.get(job=job).user_id == ada.pk


def test_the_same_file_again_changes_nothing(admin: Any) -> None:
    import_people(FIVE, by=admin)
    people = User.objects.count()
    again = import_people(FIVE, by=admin)
    assert User.objects.count() == people
    assert (again.created_count, again.updated_count, again.skipped_count) == (0, 0, 2)
    assert Invitation.unscoped.count() == 2


def test_a_changed_file_updates_only_what_differs(admin: Any) -> None:
    import_people(FIVE, by=admin)
    job = import_people(
        "email,first name,last name,role,status\nada@school.example,Ada,Obi,mentor,suspended\n", by=admin
    )
    ada = User.objects.get(email="ada@school.example")
    assert outcomes_of(job) == {2: "update"}
    assert ada.last_name == "Obi"
    assert OrganizationMembership.objects.get(user=ada).status == "suspended"
    held = RoleAssignment.objects.filter(user=ada).values_list("role__code", flat=True)
    assert sorted(held) == ["learner", "mentor"]


@pytest.mark.parametrize(
    ("mode", "on_conflict", "known", "fresh"),
    [
        ("create", "skip", "skip", "create"),
        ("create", "error", "error", "create"),
        ("update", "skip", "update", "skip"),
        ("update", "error", "update", "error"),
        ("create-and-update", "error", "update", "create"),
    ],
)
def test_mode_and_conflict(
    admin: Any, make_person: Any, mode: str, on_conflict: str, known: str, fresh: str
) -> None:
    make_person("known")
    text = "email,last name\nknown@example.com,Changed\nfresh@example.com,New\n"
    job = import_people(text, by=admin, mode=mode, on_conflict=on_conflict)
    assert outcomes_of(job) == {2: known, 3: fresh}
    assert User.objects.filter(email="fresh@example.com").exists() == (fresh == "create")


def test_roles_beyond_own_are_refused(make_person: Any) -> None:
    manager = make_person("mia", roles=("manager",))
    text = "email,role\na@x.example,admin\nb@x.example,instructor\nc@x.example,wizard\n"
    job = import_people(text, by=manager)
    assert codes_of(job) == {2: ["role-beyond-own"], 3: [], 4: ["unknown-role"]}


def test_nobody_suspends_themselves_or_who_is_above_them(admin: Any, make_person: Any) -> None:
    manager = make_person("mia", roles=("manager",))
    text = "email,status\nmia@example.com,suspended\nadam@example.com,suspended\n"
    job = import_people(text, by=manager)
    assert codes_of(job) == {2: ["own-access"], 3: ["role-beyond-own"]}
    assert OrganizationMembership.objects.get(user=admin).status == "active"


def test_somebody_known_elsewhere_is_neither_shown_nor_changed(admin: Any, other_organization: Any) -> None:
    with organization_context(other_organization.pk):
        olga = create_person(
            email="olga@elsewhere.example",
            first_name="Olga",
            last_name="Secret",
            password="correct horse 42",
            organization_id=other_organization.pk,
        )
    text = (
        "email,first name,last name,roll no\nolga@elsewhere.example,Olly,Changed,4\nnew@x.example,Nia,New,5\n"
    )
    job = import_people(text, by=admin)
    rows = list(UserImportRow.objects.filter(job=job).order_by("position"))
    assert [row.outcome for row in rows] == ["create", "create"]
    assert [row.problems for row in rows] == [[], []]
    assert rows[0].user_id is None
    olga.refresh_from_db()
    assert (olga.first_name, olga.last_name) == ("Olga", "Secret")
    assert not OrganizationMembership.objects.filter(user=olga).exists()
    invitation = Invitation.objects.get(email="olga@elsewhere.example")
    accept_invitation(token=new_link_token(invitation), user=olga)
    assert OrganizationMembership.objects.filter(user=olga).exists()
    assert StudentProfile.objects.get(user=olga).student_number == "4"
    # A second file does not change the name of somebody who is in two organizations.
    again = import_people(text, by=admin)
    olga.refresh_from_db()
    assert olga.first_name == "Olga"
    assert "own-facts-kept" in codes_of(again)[2]


def test_invited_people_set_a_password_by_their_mail(admin: Any) -> None:
    import_people("email,first name\nada@school.example,Ada\n", by=admin)
    run_worker()
    assert [message.to for message in mail.outbox] == [["ada@school.example"]]
    invitation = Invitation.objects.get(email="ada@school.example")
    ada = accept_invitation(token=new_link_token(invitation), password="quite a long word 7")
    assert ada.pk == User.objects.get(email="ada@school.example").pk
    assert ada.check_password("quite a long word 7")


def test_mails_leave_one_after_the_other(admin: Any) -> None:
    from edusync.kernel.models import OutboxEvent

    change_import_settings(actor=actor_for(admin), changes={"mails_per_minute": 60})
    text = "email\n" + "".join(f"p{number}@x.example\n" for number in range(4))
    import_people(text, by=admin)
    rows = OutboxEvent.objects.filter(event_type="task:identity.send_invitation").order_by("id")
    instants = list(rows.values_list("available_at", flat=True))
    assert [(instant - instants[0]).total_seconds() for instant in instants] == [0, 1, 2, 3]


def test_no_invitation_where_none_is_wanted(admin: Any) -> None:
    import_people("email\nada@school.example\n", by=admin, are_invitations_sent=False)
    assert User.objects.filter(email="ada@school.example").exists()
    assert not Invitation.unscoped.exists()


def test_passwords_only_where_the_organization_permits(admin: Any) -> None:
    text = "username,password,first name\npupil.one,open sesame 99,Pia\n"
    assert codes_of(import_people(text, by=admin)) == {2: ["passwords-off"]}
    change_import_settings(actor=actor_for(admin), changes={"are_passwords_allowed": True})
    assert codes_of(import_people(text, by=admin)) == {2: []}
    assert User.objects.get(username="pupil.one").check_password("open sesame 99")
    # A password in a later file changes nothing.
    again = import_people(text.replace("sesame 99", "barley 11"), by=admin)
    assert codes_of(again) == {2: ["password-kept", "unchanged"]}
    assert User.objects.get(username="pupil.one").check_password("open sesame 99")


def test_passwords_are_kept_nowhere(admin: Any) -> None:
    text = "email,password\nbroken,hunter2 hunter2\n"
    job = upload_people(text, by=admin)
    assert job.sample == [["broken", "••••"]]
    done = check_people(job, by=admin)
    row = UserImportRow.objects.get(job=done)
    assert "hunter2" not in str((row.cells, row.problems, row.label))


def test_groups_are_made_only_when_asked(admin: Any) -> None:
    text = "email,cohort1,cohort2\na@x.example,Red,Blue\nb@x.example,red,\n"
    assert codes_of(import_people(text, by=admin)) == {
        2: ["unknown-group", "unknown-group"],
        3: ["unknown-group"],
    }
    job = import_people(text, by=admin, are_groups_created=True)
    assert codes_of(job) == {2: [], 3: []}
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Blue", "Red"]
    assert GroupMember.objects.count() == 3


def test_two_names_for_two_people_are_refused(admin: Any, make_person: Any, organization: Any) -> None:
    make_person("ann", username="ann")
    make_person("bob", username="bob")
    text = "email,username\nann@example.com,bob\nelse@example.com,ann\n"
    assert codes_of(import_people(text, by=admin)) == {2: ["two-people"], 3: ["other-email"]}


def test_the_run_is_recorded_once(admin: Any) -> None:
    from edusync.audit.models import AuditEvent

    import_people(FIVE, by=admin)
    actions = list(
        AuditEvent.objects.filter(action__startswith="integrations.people").values_list("action", flat=True)
    )
    assert actions == [
        "integrations.people_import.requested",
        "integrations.people_import.started",
        "integrations.people.imported",
    ]


def test_mapping_is_remembered(admin: Any) -> None:
    text = "Kontakt,Vorname\nada@school.example,Ada\n"
    job = upload_people(text, by=admin)
    assert job.mapping == ["", ""]
    check_people(job, by=admin, mapping=["email", "first_name"])
    assert upload_people(text, by=admin).mapping == ["email", "first_name"]


def test_queries_do_not_grow_with_rows(admin: Any, django_assert_max_num_queries: Any) -> None:
    def text(start: int, count: int) -> str:
        rows = [f"p{number}@x.example,Pat,{number},learner\n" for number in range(start, start + count)]
        return "email,first name,roll no,role\n" + "".join(rows)

    with django_assert_max_num_queries(100):
        import_people(text(0, 2), by=admin)
    # SQLite takes about a thousand values per statement, so a bulk insert is some statements more.
    # One statement asks for the organization's share of storage, where the file goes.
    with django_assert_max_num_queries(151):
        job = import_people(text(10, 400), by=admin)
    assert job.created_count == 400


def test_imported_people_are_found_at_once(admin: Any, api: Any) -> None:
    import_people("email,first name,last name,roll no\nada@x.example,Ada,Okafor,R-77\n", by=admin)
    for word in ("okaf", "r-77", "ada@x"):
        found = api(admin).get(f"/api/v1/people?search={word}").json()["results"]
        assert [person["email"] for person in found] == ["ada@x.example"]
    import_people("email,last name\nada@x.example,Obi\n", by=admin)
    assert api(admin).get("/api/v1/people?search=obi").json()["results"]
    assert not api(admin).get("/api/v1/people?search=okafor").json()["results"]


def test_what_one_may_not_make_by_hand_no_file_makes(admin: Any) -> None:
    clerk = dataclasses.replace(actor_for(admin), permissions=frozenset({Permission.PERSON_IMPORT}))
    job = upload_people("email,cohort1\na@x.example,Red\n", by=admin)
    with pytest.raises(Forbidden):
        check_people_import(job=job, actor=clerk, changes={"are_groups_created": True})
    assert UserImportJob.objects.get(pk=job.pk).state == "mapping"
    check_people_import(job=job, actor=clerk, changes={})
    assert codes_of(run_people_import(job.pk))[2] == ["unknown-group"]
