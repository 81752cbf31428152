"""Shapes of certificates in the API."""

from typing import Any

from rest_framework import serializers

from edusync.credentials import queries
from edusync.credentials.models import Certificate


class CertificateSerializer(serializers.Serializer[Any]):
    """A certificate of mine. A due one has no code and no addresses yet."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField(allow_null=True)
    code = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=Certificate.State.choices)
    course_title = serializers.CharField()
    course_slug = serializers.CharField()
    learner_name = serializers.CharField()
    issued_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    pdf_url = serializers.CharField(allow_null=True)
    verify_url = serializers.CharField(allow_null=True)


class VerificationSerializer(serializers.Serializer[Any]):
    """What anybody may know of a certificate by its code."""

    code = serializers.CharField()
    state = serializers.ChoiceField(choices=["issued", "revoked"])
    learner_name = serializers.CharField()
    course_title = serializers.CharField()
    organization = serializers.CharField()
    instructor_name = serializers.CharField()
    hours = serializers.FloatField()
    issued_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class RevocationSerializer(serializers.Serializer[Any]):
    """Why a certificate becomes invalid."""

    reason = serializers.CharField(max_length=200)


def certificate_json(row: Certificate) -> dict[str, Any]:
    """The certificate as CertificateSerializer describes it; enrollment and course must be selected."""
    is_issued = row.state == Certificate.State.ISSUED
    is_public = row.state != Certificate.State.DUE
    code = row.code if is_public else None
    return {
        "id": row.pk,
        "uuid": row.uuid if is_public else None,
        "code": code,
        "state": row.state,
        "course_title": row.course_title or row.enrollment.course.title,
        "course_slug": row.enrollment.course.slug,
        "learner_name": row.learner_name,
        "issued_at": row.issued_at if is_public else None,
        "expires_at": row.expires_at,
        "pdf_url": queries.pdf_path(code) if code and is_issued else None,
        "verify_url": queries.absolute(queries.verify_path(code)) if code else None,
    }


def verification_json(row: Certificate) -> dict[str, Any]:
    """The certificate as VerificationSerializer describes it; the organization must be selected."""
    return {
        "code": row.code,
        "state": row.state,
        "learner_name": row.learner_name,
        "course_title": row.course_title,
        "organization": row.organization.name,
        "instructor_name": row.instructor_name,
        "hours": float(row.hours),
        "issued_at": row.issued_at,
        "expires_at": row.expires_at,
        "revoked_at": row.revoked_at,
    }


class ChildCertificateSerializer(serializers.Serializer[Any]):
    """A certificate of a learner as a guardian sees it."""

    code = serializers.CharField()
    course_title = serializers.CharField()
    issued_at = serializers.DateTimeField()


def child_certificate_json(row: Certificate) -> dict[str, Any]:
    """The certificate as ChildCertificateSerializer describes it."""
    return {"code": row.code, "course_title": row.course_title, "issued_at": row.issued_at}
