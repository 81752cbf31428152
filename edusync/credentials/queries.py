"""Reads about certificates, permission-free."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from edusync.credentials.models import Certificate
from edusync.grading.queries import passing_grades
from edusync.kernel.tenancy import current_organization_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = Certificate.State
TEACHING_DUTIES = ("owner", "instructor")


def certificates_of_learner(learner_id: int) -> "QuerySet[Certificate]":
    """The learner's certificates with course, latest first."""
    rows: QuerySet[Certificate] = Certificate.objects.filter(enrollment__learner_id=learner_id)
    return rows.select_related("enrollment__course").order_by("-due_at", "-id")


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate with this (tidy) code in any organization: verification is public."""
    row: Certificate | None = (
        Certificate.unscoped.filter(code=code)
        .exclude(state=State.DUE)
        .select_related("organization", "enrollment")
        .first()
    )
    return row


def enrollments_without_certificate() -> Any:
    """Complete enrollments of all organizations that should have a certificate row and have none."""
    enrollment: Any = Certificate._meta.get_field("enrollment").related_model
    return (
        enrollment.unscoped.filter(
            # A course may count as completed at a share of its weight.
            Q(done_weight__gte=F("required_weight"))
            | Q(status="completed", course__completion_rule__percent__lte=F("percent")),
            required_weight__gt=0,
            status__in=["active", "completed"],
            deleted_at__isnull=True,
            course__is_certificate_on=True,
        )
        .filter(
            Q(course__required_score__isnull=True)
            | Exists(
                passing_grades().filter(
                    enrollment_id=OuterRef("pk"), shown_percent__gte=OuterRef("course__required_score")
                )
            )
        )
        .filter(~Exists(Certificate.unscoped.filter(enrollment_id=OuterRef("pk"))))
        .order_by("id")
    )


def certificate_name(person: Any) -> str:
    """Name for a public document: first and last name; without one, the user name, but never an address."""
    name = f"{person.first_name} {person.last_name}".strip()
    return name or person.username.split("@", 1)[0]


def leading_instructor(course: Any) -> str:
    """Name of the first public owner or instructor of the course, empty without one."""
    staff = (
        course.staff.filter(is_public=True, duty__in=TEACHING_DUTIES)
        .select_related("user")
        .order_by("position", "id")
        .first()
    )
    return certificate_name(staff.user) if staff else ""


def course_hours(course: Any) -> Decimal:
    """Study time of the course in hours, to the half hour; 0 where nobody said."""
    return (Decimal(course.estimated_minutes) / 30).quantize(Decimal(1)) / 2


def verify_path(code: str) -> str:
    """Address of the public page of a certificate, from the root of the site."""
    return f"/verify/{code}"


def pdf_path(code: str) -> str:
    """Address of the document, from the root of the site."""
    return f"/api/v1/certificates/{code}/pdf"


def absolute(path: str) -> str:
    """The address with the site's name."""
    return f"{settings.SITE_URL}{path}"


class CertificateAnswers:
    """Tells the progress app about certificates (`progress.credential_facts.CertificateProvider`)."""

    def codes_of_learner(self, learner_id: int) -> Mapping[int, str]:
        """Codes of the learner's valid certificates by enrollment id, in one query."""
        # Plain SQL: the dashboard asks this at every visit.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.enrollment_id, c.code FROM enrollment_enrollment e"
                " JOIN credentials_certificate c ON c.enrollment_id = e.id"
                " WHERE e.learner_id = %s AND c.state = %s AND c.organization_id = %s",
                [learner_id, State.ISSUED.value, current_organization_id()],
            )
            return dict(cursor.fetchall())


def issued_certificate_count(organization_id: int) -> int:
    """Certificates that an organization has issued and not revoked."""
    return Certificate.unscoped.filter(
        organization_id=organization_id, state=Certificate.State.ISSUED
    ).count()
