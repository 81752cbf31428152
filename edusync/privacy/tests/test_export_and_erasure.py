"""What a person gets, and what is left of them."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from edusync.assessment.testing import make_quiz
from edusync.courses.models import Course, CourseStaff
from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.credentials.models import Certificate
from edusync.credentials.testing import make_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.files.models import FileObject
from edusync.files.services import store_file
from edusync.identity.models import OrganizationMembership, RoleAssignment, User
from edusync.kernel import clock
from edusync.kernel.personal_data import OnErasure, personal_tables
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_worker
from edusync.privacy import services
from edusync.privacy.models import DataSubjectRequest, ErasureReceipt
from edusync.privacy.problems import LastAdminErased, OnLegalHold
from edusync.privacy.services import erasure
from edusync.privacy.services.requests import COOLING_OFF
from edusync.privacy.tests.full_person import CANARY, PersonFiller, texts_in_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_person(make_person, organization, instructor, admin):
    """A person with a row in every personal table and a canary in every personal column."""
    person = make_person("zita", last_name=CANARY)
    make_certificate(person, make_course("Knots", modules=1, lessons=1))
    run_worker()
    course = make_course(modules=1, lessons=1, created_by_id=instructor.pk)
    make_quiz(course=course)
    make_enrollment(person, course)
    store_file(content=b"notes of a learner", name=f"{CANARY}.txt", uploaded_by_id=person.pk)
    filler = PersonFiller(person, organization)
    filler.fill()
    return filler


def actor_of(user, organization):
    return Actor(user_id=user.pk, organization_id=organization.pk)


def erase(user, admin, organization):
    """Ask for erasure, approve it, and let the time for second thoughts pass."""
    request = services.request_erasure(user_id=user.pk, requested_by=user.pk)
    services.approve_request(request=request, approved_by=actor_of(admin, organization))
    with clock.frozen(clock.now() + COOLING_OFF + dt.timedelta(minutes=1)):
        services.start_due_erasures()
        run_worker()
    request.refresh_from_db()
    return request


def archive_of(user):
    services.request_export(user_id=user.pk, requested_by=user.pk)
    run_worker()
    request = DataSubjectRequest.objects.filter(user_id=user.pk, kind="export").latest("id")
    with services.open_archive(request) as content:
        return zipfile.ZipFile(io.BytesIO(content.read()))


def test_the_export_holds_every_personal_column(full_person):
    archive = archive_of(full_person.user)
    content = "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("data/"))
    secrets = {
        f"{item.label}.{name}"
        for item in personal_tables()
        for name, column in item.columns.items()
        if column.is_secret
    }
    # Made anew from the name whenever it changes.
    derived = {"identity.PersonSearchWord.word", "identity.OrganizationMembership.sort_name"}
    missing = {
        place
        for place, texts in full_person.placed.items()
        if place not in secrets and texts[-1] not in content
    }
    leaked = {
        place for place, texts in full_person.placed.items() if place in secrets and texts[-1] in content
    }
    assert (missing - derived, leaked) == (set(), set())
    assert len(full_person.placed) > 60


def test_the_export_has_a_page_for_people_and_their_files(full_person):
    archive = archive_of(full_person.user)
    names = archive.namelist()
    page = archive.read("index.html").decode()
    assert "What is kept about you" in page
    assert "<script" not in page
    assert [name for name in names if name.startswith("files/uploads/")]
    facts = json.loads(archive.read("manifest.json"))
    assert facts["format"] == "edusync-personal-data/1"
    assert facts["tables"]["identity.User"] == 1


def test_the_page_of_an_export_shows_markup_as_text(make_person):
    person = make_person("mara", last_name="<script>alert(1)</script>")
    page = archive_of(person).read("index.html").decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page


def test_the_export_says_nothing_about_others(full_person, stranger):
    archive = archive_of(full_person.user)
    content = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))
    assert stranger.email not in content


def test_nothing_of_the_person_is_left_but_what_is_declared(full_person, admin, organization):
    request = erase(full_person.user, admin, organization)
    assert request.state == "done"
    kept = {
        f"{item.model._meta.db_table}.{item.model._meta.get_field(name).column}"
        for item in personal_tables()
        for name, column in item.columns.items()
        if column.on_erasure == OnErasure.KEEP
    }
    assert set(texts_in_database(CANARY)) - kept == set()
    assert set(texts_in_database("zita@example.com")) - kept == set()


def test_no_file_of_the_person_is_left(full_person, admin, organization):
    archive_of(full_person.user)
    erase(full_person.user, admin, organization)
    contents = [path.read_bytes() for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    assert not any(b"notes of a learner" in content for content in contents)
    assert list((Path(settings.DATA_DIR) / "exports").glob("*.zip")) == []


def test_the_keys_stay_so_that_records_hold(full_person, admin, organization):
    user_id = full_person.user.pk
    erase(full_person.user, admin, organization)
    user = User.objects.get(pk=user_id)
    assert (user.username, user.email, user.is_active) == (f"erased-{user_id}", None, False)
    assert not user.has_usable_password()
    certificate = Certificate.objects.filter(enrollment__learner_id=user_id).first()
    assert (certificate.state, certificate.learner_name, certificate.file) == ("issued", "", None)


def test_a_certificate_verifies_without_a_name_after_erasure(full_person, admin, organization, api):
    code = Certificate.objects.filter(enrollment__learner_id=full_person.user.pk).first().code
    erase(full_person.user, admin, organization)
    answer = api().get(f"/api/v1/verify/{code}").json()
    assert (answer["state"], answer["learner_name"]) == ("issued", "")


def test_every_session_ends(learner, admin, organization, api):
    client = api(learner)
    assert client.get("/api/v1/me").status_code == 200
    erase(learner, admin, organization)
    client.problem(client.get("/api/v1/me"), 401, "not-authenticated")


def test_the_receipt_says_what_is_gone_and_what_stays(full_person, admin, organization):
    request = erase(full_person.user, admin, organization)
    receipt = ErasureReceipt.objects.get(request=request)
    lines = {line["table"]: line for line in receipt.entries}
    assert lines["identity.StudentProfile"]["action"] == "delete"
    assert lines["enrollment.Enrollment"]["action"] == "keep"
    assert lines["enrollment.Enrollment"]["reason"]
    assert lines["identity.User"]["rows"] == 1
    assert receipt.proof == erasure.proof_of(
        code=receipt.code, entries=receipt.entries, erased_at=receipt.erased_at.isoformat()
    )


def test_the_receipt_comes_by_mail_to_the_address_that_was_erased(learner, admin, organization):
    address = learner.email
    erase(learner, admin, organization)
    last = mail.outbox[-1]
    assert last.to == [address]
    assert f"/privacy/receipts/{ErasureReceipt.objects.get().code}" in last.body


def test_a_broken_erasure_goes_on_where_it_stopped(full_person, admin, organization, monkeypatch):
    request = services.request_erasure(user_id=full_person.user.pk, requested_by=full_person.user.pk)
    services.approve_request(request=request, approved_by=actor_of(admin, organization))
    real, seen = erasure.erase_table, []

    def breaks_once(item, subject):
        seen.append(item.label)
        if len(seen) == 20:
            raise OSError("the power went")
        return real(item, subject)

    monkeypatch.setattr(erasure, "erase_table", breaks_once)
    with clock.frozen(clock.now() + COOLING_OFF + dt.timedelta(minutes=1)):
        with pytest.raises(OSError, match="power"):
            services.erase_person(request_id=request.pk)
        request.refresh_from_db()
        assert (request.state, len(request.progress["done"])) == ("running", 19)
        receipt = services.erase_person(request_id=request.pk)
        assert services.erase_person(request_id=request.pk) is None
    assert seen.count(seen[0]) == 1
    assert {line["table"] for line in receipt.entries} >= {"identity.User", "identity.StudentProfile"}
    assert CANARY not in json.dumps(DataSubjectRequest.objects.get(pk=request.pk).progress)


def test_an_account_used_elsewhere_stays(learner, admin, organization, other_organization):
    with organization_context(other_organization.pk):
        OrganizationMembership.objects.create(user=learner)
    request = erase(learner, admin, organization)
    learner.refresh_from_db()
    assert learner.email == "lena@example.com"
    membership = OrganizationMembership.unscoped.get(user=learner, organization=organization)
    assert membership.status == "left"
    roles = RoleAssignment.unscoped.filter(user=learner, organization=organization)
    assert not roles.filter(closed_at__isnull=True).exists()
    assert request.receipt.is_account_included is False


def test_people_under_legal_hold_are_not_erased(learner, admin, organization):
    request = services.request_erasure(user_id=learner.pk, requested_by=learner.pk)
    services.approve_request(request=request, approved_by=actor_of(admin, organization))
    services.place_hold(user_id=learner.pk, reason="Inquiry 7", placed_by=actor_of(admin, organization))
    with clock.frozen(clock.now() + COOLING_OFF + dt.timedelta(minutes=1)):
        assert services.start_due_erasures() == 0
        with pytest.raises(OnLegalHold):
            services.erase_person(request_id=request.pk)


def test_the_last_admin_is_not_erased(admin, organization):
    request = services.request_erasure(user_id=admin.pk, requested_by=admin.pk)
    services.approve_request(request=request, approved_by=actor_of(admin, organization))
    with clock.frozen(clock.now() + COOLING_OFF + dt.timedelta(minutes=1)), pytest.raises(LastAdminErased):
        services.erase_person(request_id=request.pk)


def test_nothing_happens_while_there_is_time_for_second_thoughts(learner, admin, organization):
    request = services.request_erasure(user_id=learner.pk, requested_by=learner.pk)
    services.approve_request(request=request, approved_by=actor_of(admin, organization))
    assert services.start_due_erasures() == 0
    assert services.erase_person(request_id=request.pk) is None
    services.cancel_request(request=request, cancelled_by=learner.pk)
    with clock.frozen(clock.now() + COOLING_OFF + dt.timedelta(minutes=1)):
        assert services.start_due_erasures() == 0
    learner.refresh_from_db()
    assert learner.is_active


def test_files_others_use_stay(learner, admin, organization):
    course = make_course(modules=1, lessons=1)
    file = store_file(content=b"a picture of the course", name="course.txt", uploaded_by_id=learner.pk)
    from edusync.files.services import link_file

    link_file(file=file, place="course", place_id=course.pk)
    erase(learner, admin, organization)
    assert FileObject.objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize(
    ("team", "heir"), [({"tom": "instructor", "ada": "author"}, "tom"), ({"ada": "author"}, "adam")]
)
def test_courses_of_an_erased_owner_are_handed_over(make_person, admin, organization, team, heir):
    """An instructor of the course comes first, then an admin; the roles of the duty follow."""
    owner = make_person("olga", roles=("instructor",))
    course = make_course("Soil", modules=1, lessons=1, created_by_id=owner.pk)
    people = {"adam": admin, **{name: make_person(name) for name in team}}
    for name, duty in team.items():
        assign_staff(course=course, user_id=people[name].pk, duty=duty)
    assert erase(owner, admin, organization).state == "done"
    owners = CourseStaff.objects.filter(course=course, duty="owner")
    assert [row.user_id for row in owners] == [people[heir].pk]
    assert not CourseStaff.objects.filter(user=owner).exists()
    held = RoleAssignment.objects.filter(
        scope="course", scope_id=course.pk, role__code="owner", closed_at=None
    )
    assert [row.user_id for row in held] == [people[heir].pk]


def test_a_deleted_course_is_handed_over_too(make_person, admin, organization):
    owner = make_person("olga", roles=("instructor",))
    course = make_course("Soil", modules=1, lessons=1, status="draft", created_by_id=owner.pk)
    Course.objects.filter(pk=course.pk).update(deleted_at=clock.now())
    assert erase(owner, admin, organization).state == "done"
    assert [row.user_id for row in CourseStaff.objects.filter(course=course)] == [admin.pk]
