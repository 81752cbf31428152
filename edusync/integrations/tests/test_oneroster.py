"""OneRoster 1.1 and 1.2 packages: units, terms, people, classes, members, guardians; delta; errors row by row."""

from typing import Any

import pytest

from edusync.identity.models import (
    AcademicTerm,
    Group,
    GroupMember,
    GuardianRelationship,
    OrganizationMembership,
    OrganizationUnit,
    RoleAssignment,
    StudentProfile,
    User,
)
from edusync.integrations.models import RosterLink, UserImportJob, UserImportRow
from edusync.integrations.problems import Problem
from edusync.integrations.services.people import run_people_import, start_people_import
from edusync.integrations.testing import (
    actor_for,
    check_people,
    import_people,
    input_folder,
    upload_people,
    zip_of,
)

SESSIONS = (
    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    "t1,,,Term 1,term,2026-09-01,2026-12-20,y1,2027\n"
    "y1,,,Year,schoolYear,2026-09-01,2027-07-01,,2027\n"
)
ORGS = (
    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "o2,,,Physics,department,PHY,o1\n"
    "o1,,,Hill School,school,HILL,\n"
)
USERS = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    "u1,,,true,o1,student,sam.s,,Sam,Sato,,S-1,sam@hill.example,,,u3,07,\n"
    'u2,,,true,"o2,o1",teacher,tia.t,,Tia,Tan,,,tia@hill.example,,,,,\n'
    "u3,,,true,o1,parent,pat.s,,Pat,Sato,,,pat@hill.example,,+44 1,,,\n"
)
CLASSES = (
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
    "c1,,,Optics,,k1,P7,scheduled,,o2,t1,,,\n"
    "c2,,,Optics,,k1,P8,scheduled,,o2,t1,,,\n"
)
ENROLLMENTS = (
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
    "e1,,,c1,o1,u1,student,false,2026-09-01,2026-12-20\n"
    "e2,,,c1,o1,u2,teacher,true,,\n"
)
COURSES = "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId\nk1,,,y1,Light,L1,,o1\n"
DEMOGRAPHICS = "sourcedId,status,dateLastModified,birthDate,sex\nu1,,,2014-01-01,female\n"


def manifest(version: str = "1.1", **files: str) -> str:
    """A manifest that names these files as bulk, delta or absent."""
    lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}"]
    return "\n".join([*lines, *(f"file.{name},{mode}" for name, mode in files.items())]) + "\n"


def package(**changes: str | None) -> bytes:
    """The sample package, with files changed or (None) left out."""
    files: dict[str, str | None] = {
        "manifest": manifest(users="bulk", orgs="bulk", classes="bulk", enrollments="bulk"),
        "academicSessions": SESSIONS,
        "orgs": ORGS,
        "users": USERS,
        "classes": CLASSES,
        "enrollments": ENROLLMENTS,
        "courses": COURSES,
        "demographics": DEMOGRAPHICS,
        **changes,
    }
    return zip_of({f"{name}.csv": text for name, text in files.items() if text is not None})


def report(job: UserImportJob) -> dict[tuple[str, int], tuple[str, list[str]]]:
    """Outcome and codes by file and line."""
    rows = UserImportRow.objects.filter(job=job).order_by("position")
    return {
        (row.file_name.removesuffix(".csv"), row.line): (row.outcome, [item["code"] for item in row.problems])
        for row in rows
    }


def wrong(job: UserImportJob) -> dict[tuple[str, int], list[str]]:
    """Codes of the rows with an error."""
    return {key: codes for key, (outcome, codes) in report(job).items() if outcome == "error"}


def test_a_whole_school_comes(admin: Any) -> None:
    job = import_people(package(), by=admin, name="school.zip")
    assert job.state == "finished", job.problem
    assert wrong(job) == {}
    hill, physics = OrganizationUnit.objects.get(code="HILL"), OrganizationUnit.objects.get(code="PHY")
    assert physics.parent_id == hill.pk
    assert (hill.path, physics.path) == (f"/{hill.pk}/", f"/{hill.pk}/{physics.pk}/")
    term = AcademicTerm.objects.get(name="Term 1")
    assert term.parent is not None
    assert term.parent.kind == "year"
    sam, tia, pat = (User.objects.get(email=f"{name}@hill.example") for name in ("sam", "tia", "pat"))
    roles = {
        row.user_id: row.role.code
        for row in RoleAssignment.objects.filter(user__in=[sam, tia, pat]).select_related("role")
    }
    assert roles == {sam.pk: "learner", tia.pk: "instructor", pat.pk: "guardian"}
    assert OrganizationMembership.objects.get(user=tia).unit_id == physics.pk
    assert OrganizationMembership.objects.get(user=sam).local_id == "u1"
    student = StudentProfile.objects.get(user=sam)
    assert (student.student_number, student.grade_level) == ("S-1", "07")
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Optics", "Optics (P8)"]
    optics = Group.objects.get(name="Optics")
    assert (optics.unit_id, optics.term_id) == (physics.pk, term.pk)
    member = GroupMember.objects.get(group=optics, user=sam)
    assert (str(member.starts_on), str(member.ends_on)) == ("2026-09-01", "2026-12-20")
    assert RosterLink.objects.get(kind="class", external_id="c1").facts == {
        "course": "k1",
        "course_title": "Light",
    }
    relation = GuardianRelationship.objects.get(learner=sam)
    assert (relation.guardian_id, relation.status, relation.verified_at) == (pat.pk, "invited", None)
    assert report(job)["demographics", 2] == ("skip", ["demographics"])


def test_the_forecast_says_what_the_run_does(admin: Any) -> None:
    job = check_people(upload_people(package(), by=admin, name="school.zip"), by=admin)
    forecast = report(job)
    assert not Group.objects.exists()
    assert not OrganizationUnit.objects.exists()
    start_people_import(job=job, actor=actor_for(admin))
    assert report(run_people_import(job.pk)) == forecast


def test_the_same_package_again_changes_nothing(admin: Any) -> None:
    import_people(package(), by=admin)
    again = import_people(package(), by=admin)
    assert (again.created_count, again.updated_count, again.error_count) == (0, 0, 0), report(again)


def test_every_broken_reference_is_an_error_of_its_row(admin: Any) -> None:
    job = import_people(
        package(
            orgs=ORGS + "o3,,,Lost,school,,o9\n,,,No id,school,,\no1,,,Twice,school,,\n",
            users=USERS
            + "u4,,,true,o9,student,lost,,A,B,,,lost@hill.example,,,,,\n"
            + "u5,,,true,o1,wizard,wiz,,A,B,,,wiz@hill.example,,,,,\n"
            + "u6,,,true,o1,student,kid,,A,B,,,kid@hill.example,,,u99,,\n"
            + "u7,,,true,o1,student,bad,,A,B,,,no-address,,,,,\n",
            classes=CLASSES + "c3,,,Nowhere,,k1,,scheduled,,o9,t1,,,\nc4,,,Never,,k1,,scheduled,,o1,t9,,,\n",
            enrollments=ENROLLMENTS
            + "e3,,,c9,o1,u1,student,,,\ne4,,,c1,o1,u99,student,,,\ne5,,,c1,o1,u7,student,,,\n"
            + "e6,,,c2,o1,u1,student,,2026-12-01,2026-01-01\ne7,,,c2,o1,u1,student,,yesterday,\n",
        ),
        by=admin,
    )
    unknown = ["unknown-reference"]
    assert wrong(job) == {
        ("orgs", 4): unknown,
        ("orgs", 5): ["no-sourced-id"],
        ("orgs", 6): ["duplicate-in-file"],
        ("users", 5): unknown,
        ("users", 6): ["unknown-role"],
        ("users", 8): ["invalid-email"],
        ("users", 7): unknown,
        ("classes", 4): unknown,
        ("classes", 5): unknown,
        ("enrollments", 4): unknown,
        ("enrollments", 5): unknown,
        ("enrollments", 6): unknown,
        ("enrollments", 7): ["invalid-date"],
        ("enrollments", 8): ["invalid-date"],
    }
    assert User.objects.filter(username="kid").exists()


def test_delta_suspends_and_takes_out(admin: Any) -> None:
    import_people(package(), by=admin)
    changed = {
        "manifest": manifest(users="delta", enrollments="delta", classes="delta"),
        "users": USERS.replace("u1,,", "u1,tobedeleted,")
        + "u8,tobedeleted,,true,o1,student,gone,,G,H,,,g@hill.example,,,,,\n",
        "classes": CLASSES.replace("c2,,", "c2,tobedeleted,"),
        "enrollments": ENROLLMENTS.replace("e1,,", "e1,tobedeleted,"),
    }
    job = import_people(package(**changed), by=admin)
    assert wrong(job) == {}
    sam = User.objects.get(username="sam.s")
    assert OrganizationMembership.objects.get(user=sam).status == "suspended"
    assert report(job)["users", 5] == ("skip", ["not-here"])
    assert not GroupMember.objects.filter(user=sam).exists()
    assert Group.objects.exclude(deleted_at=None).get().name == "Optics (P8)"


def test_1_2_takes_roles_from_their_own_file(admin: Any) -> None:
    users = (
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,"
        "email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,pronouns\n"
        "u1,,,true,sam.s,,Sam,Sato,,S-1,sam@hill.example,,,,07,,,\n"
    )
    roles = (
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
        "r1,,,u1,primary,student,,,o1,\nr2,,,u1,secondary,aide,,,o1,\nr3,,,u9,primary,student,,,o1,\n"
    )
    job = import_people(
        package(manifest=manifest("1.2", users="bulk"), users=users, roles=roles, enrollments=None), by=admin
    )
    sam = User.objects.get(username="sam.s")
    held = RoleAssignment.objects.filter(user=sam).values_list("role__code", flat=True)
    assert sorted(held) == ["assistant", "learner"]
    assert OrganizationMembership.objects.get(user=sam).unit.code == "HILL"
    assert wrong(job) == {("roles", 4): ["unknown-reference"]}


@pytest.mark.parametrize(
    ("changes", "code", "file"),
    [
        ({"manifest": None}, "people-import-roster-refused", "manifest.csv"),
        ({"manifest": manifest("1.0")}, "people-import-roster-refused", "manifest.csv"),
        ({"manifest": manifest(users="weekly")}, "people-import-roster-refused", "manifest.csv"),
        ({"manifest": manifest(orgs="bulk"), "orgs": None}, "people-import-roster-refused", "orgs.csv"),
        ({"users": "sourcedId,username\nu1,x\n"}, "people-import-roster-refused", "users.csv"),
        ({"users": None, "manifest": manifest()}, "people-import-roster-refused", "users.csv"),
        ({"users": USERS + '"u9,never closed\n'}, "people-import-broken", "users.csv"),
    ],
)
def test_an_incomplete_package_is_refused_with_the_file_named(
    admin: Any, changes: dict[str, Any], code: str, file: str
) -> None:
    with pytest.raises(Problem) as caught:
        upload_people(package(**changes), by=admin, name="school.zip")
    assert (caught.value.code, caught.value.facts["file"]) == (code, file)
    assert not UserImportJob.objects.exists()


def test_circles_among_units_are_refused(admin: Any) -> None:
    orgs = ORGS + "a,,,A,school,,b\nb,,,B,school,,a\n"
    job = import_people(package(orgs=orgs), by=admin)
    assert wrong(job) == {("orgs", 4): ["unknown-reference"], ("orgs", 5): ["unknown-reference"]}


def test_the_sample_of_another_project(admin: Any) -> None:
    folder = input_folder("roster", "oneroster-1.1-csv")
    if not folder.is_dir():
        pytest.skip("EDUSYNC_INPUTS has no roster folder")
    files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    job = import_people(zip_of(files), by=admin, name="oneroster.zip")
    assert job.state == "finished", job.problem
    assert wrong(job) == {}
    assert User.objects.filter(username__startswith="user").count() == 20
    assert Group.objects.count() == 5
    assert GroupMember.objects.count() == 30
