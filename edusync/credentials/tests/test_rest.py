"""Certificates over HTTP."""

import pytest

from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.credentials.models import Certificate
from edusync.credentials.rest import views
from edusync.credentials.testing import make_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.progress.testing import complete_lessons


@pytest.fixture
def course(instructor):
    return make_course(modules=1, lessons=1, created_by_id=instructor.pk)


@pytest.fixture
def certificate(learner, course):
    return make_certificate(learner, course)


def pdf(certificate):
    return f"/api/v1/certificates/{certificate.code}/pdf"


def revoke(certificate):
    return f"/api/v1/certificates/{certificate.code}/revoke"


@pytest.mark.parametrize(
    ("actor", "read", "revoked"),
    [
        ("nobody", 401, 401),
        ("stranger", 404, 403),
        ("outsider", 404, 404),
        ("learner", 200, 403),
        ("assistant", 404, 403),
        ("instructor", 200, 403),
        ("admin", 200, 200),
    ],
)
def test_who_may_do_what(
    api,
    certificate,
    course,
    learner,
    stranger,
    instructor,
    admin,
    make_person,
    other_organization,
    actor,
    read,
    revoked,
):
    assistant = make_person("assi")
    assign_staff(course=course, user_id=assistant.pk, duty="assistant")
    people = {
        "nobody": None,
        "stranger": stranger,
        "learner": learner,
        "assistant": assistant,
        "instructor": instructor,
        "admin": admin,
        "outsider": make_person("olga", roles=("admin",), organization_id=other_organization.pk),
    }
    client = api(people[actor])
    assert client.get(pdf(certificate)).status_code == read
    assert client.post(revoke(certificate), {"reason": "issued in error"}).status_code == revoked


def test_my_certificates_are_mine(api, certificate, learner, stranger):
    found = api(learner).get("/api/v1/my/certificates").json()["results"]
    assert [row["code"] for row in found] == [certificate.code]
    assert found[0]["pdf_url"] == pdf(certificate)
    assert found[0]["verify_url"].endswith(f"/verify/{certificate.code}")
    assert api(stranger).get("/api/v1/my/certificates").json()["results"] == []


def test_a_certificate_being_made_is_shown_without_code(api, learner, course):
    complete_lessons(make_enrollment(learner, course))
    row = api(learner).get("/api/v1/my/certificates").json()["results"][0]
    assert (row["state"], row["code"], row["pdf_url"], row["verify_url"]) == ("due", None, None, None)
    assert row["course_title"] == course.title


@pytest.mark.parametrize("number", [1, 5])
def test_my_certificates_cost_four_queries_at_most(api, learner, number, django_assert_max_num_queries):
    for each in range(number):
        make_certificate(learner, make_course(f"Course {each}", modules=1, lessons=1))
    client = api(learner)
    with django_assert_max_num_queries(4):
        assert len(client.get("/api/v1/my/certificates").json()["results"]) == number


def test_the_document_is_a_pdf_to_keep(api, certificate, learner):
    answer = api(learner).get(pdf(certificate))
    assert answer["Content-Type"] == "application/pdf"
    assert f"certificate-{certificate.code}.pdf" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_anybody_verifies_by_code_however_it_is_typed(api, certificate, change):
    answer = api().get(f"/api/v1/verify/{change(certificate.code)}")
    assert answer.status_code == 200
    body = answer.json()
    assert body == {
        "code": certificate.code,
        "state": "issued",
        "learner_name": "Lena Example",
        "course_title": certificate.course_title,
        "organization": certificate.organization.name,
        "instructor_name": certificate.instructor_name,
        "hours": 0.0,
        "issued_at": body["issued_at"],
        "expires_at": None,
        "revoked_at": None,
    }


def test_verification_works_for_every_organization(api, certificate, other_organization):
    Certificate.unscoped.update(organization=other_organization)
    body = api().get(f"/api/v1/verify/{certificate.code}").json()
    assert body["organization"] == other_organization.name


def test_verification_names_no_address_and_no_id(api, certificate, learner):
    text = api().get(f"/api/v1/verify/{certificate.code}").content.decode()
    assert learner.email not in text
    assert str(learner.uuid) not in text


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", "🎓", "%27%20OR%201=1", "a" * 300])
def test_unknown_codes_do_not_exist(api, certificate, code):
    client = api()
    client.problem(client.get(f"/api/v1/verify/{code}"), 404, "not-found")
    client.problem(client.get(f"/api/v1/verify/{code}/qr.svg"), 404, "not-found")


def test_a_due_certificate_cannot_be_verified(api, learner, course):
    complete_lessons(make_enrollment(learner, course))
    Certificate.objects.update(code="1111-2222-3333-4444")
    client = api()
    client.problem(client.get("/api/v1/verify/1111-2222-3333-4444"), 404, "not-found")


def test_a_revoked_certificate_says_so_and_its_document_is_gone(api, certificate, learner, admin):
    client = api(admin)
    assert client.post(revoke(certificate), {"reason": "issued in error"}).json()["state"] == "revoked"
    body = client.problem(client.post(revoke(certificate), {"reason": "again"}), 409, "certificate-revoked")
    assert body["revoked_at"]
    shown = api().get(f"/api/v1/verify/{certificate.code}").json()
    assert shown["state"] == "revoked"
    assert "issued in error" not in str(shown)
    holder = api(learner)
    holder.problem(holder.get(pdf(certificate)), 409, "certificate-revoked")


def test_revoking_without_reason_is_refused(api, certificate, admin):
    client = api(admin)
    client.problem(client.post(revoke(certificate), {"reason": ""}), 422, "invalid-input")


def test_the_qr_code_is_a_picture(api, certificate):
    answer = api().get(f"/api/v1/verify/{certificate.code}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert f"/verify/{certificate.code}</title>" in answer.content.decode()


def test_guessing_codes_is_slowed_down(api, organization, settings, monkeypatch):
    settings.RATE_LIMITS_ON = True
    monkeypatch.setattr(views, "VERIFICATIONS_PER_MINUTE", 3)
    client = api()
    for _ in range(3):
        client.problem(client.get("/api/v1/verify/0000-0000-0000-0000"), 404)
    client.problem(client.get("/api/v1/verify/0000-0000-0000-0000"), 429, "rate-limited")
