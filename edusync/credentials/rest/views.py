"""Views of certificates: one's own, their documents, and public verification."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from edusync.credentials import queries, services
from edusync.credentials.codes import tidy_code
from edusync.credentials.documents import qr_svg
from edusync.credentials.models import Certificate
from edusync.credentials.policy import CertificatePolicy
from edusync.credentials.problems import CertificateNotReady, CertificateRevoked
from edusync.credentials.rest import serializers as shapes
from edusync.files.services import open_file
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound, RateLimited
from edusync.kernel.rest.rate_limits import client_address
from edusync.kernel.rest.views import ApiView, FastResponse, schema

VERIFICATIONS_PER_MINUTE = 60
WINDOW_SECONDS = 60


class MyCertificatesView(ApiView):
    """One's own certificates."""

    policy = CertificatePolicy()
    permissions = {"get": Permission.CERTIFICATE_READ}

    @schema(response=shapes.CertificateSerializer, paginated=True, summary="My certificates")
    def get(self, request: Any) -> HttpResponseBase:
        """Latest first, with those still being made."""
        rows = queries.certificates_of_learner(self.actor.user_id or 0)
        return FastResponse(
            keyset_page(rows, request=request, order=("-due_at", "-id"), serialize=shapes.certificate_json)
        )


class OneCertificateView(ApiView):
    """Base of the routes of one certificate, named by its code."""

    policy = CertificatePolicy()

    def found(self, code: str) -> Certificate:
        """The certificate, if visible. Raises NotFound."""
        tidy = tidy_code(code)
        if tidy is None:
            raise NotFound
        rows = Certificate.objects.select_related("enrollment__course", "file")
        row: Certificate = self.get_visible(rows, code=tidy)
        return row


class CertificatePdfView(OneCertificateView):
    """The document."""

    @schema(media_type="application/pdf", summary="Certificate as PDF")
    def get(self, request: Any, code: str) -> HttpResponseBase:
        """The PDF, for the holder, staff of the course and administrators."""
        row = self.found(code)
        self.check(Permission.CERTIFICATE_READ, row)
        if row.state == Certificate.State.REVOKED:
            raise CertificateRevoked(revoked_at=row.revoked_at)
        if row.file is None:
            raise CertificateNotReady
        response = FileResponse(
            open_file(row.file), content_type="application/pdf", filename=f"certificate-{row.code}.pdf"
        )
        response["Cache-Control"] = "private, no-cache"
        return response


class CertificateRevocationView(OneCertificateView):
    """Declaring a certificate invalid."""

    permissions = {"post": Permission.CERTIFICATE_REVOKE}

    @schema(
        request=shapes.RevocationSerializer,
        response=shapes.CertificateSerializer,
        summary="Revoke a certificate",
    )
    def post(self, request: Any, code: str) -> HttpResponseBase:
        """Revoke it, with a reason for the record."""
        row = self.found(code)
        self.check(Permission.CERTIFICATE_REVOKE, row)
        reason = self.validated(shapes.RevocationSerializer)["reason"]
        changed = services.revoke_certificate(certificate=row, actor=self.actor, reason=reason)
        changed.enrollment = row.enrollment
        return FastResponse(shapes.certificate_json(changed))


class VerificationView(ApiView):
    """What anybody may ask of a code, without signing in."""

    public = True

    def found(self, code: str) -> Certificate:
        """The certificate. Raises NotFound, RateLimited."""
        limit_guessing(self.request)
        tidy = tidy_code(code)
        row = queries.certificate_by_code(tidy) if tidy else None
        if row is None:
            raise NotFound
        return row

    @schema(response=shapes.VerificationSerializer, summary="Verify a certificate")
    def get(self, request: Any, code: str) -> HttpResponseBase:
        """Whether the certificate is valid, and what it says."""
        return FastResponse(shapes.verification_json(self.found(code)), headers={"Cache-Control": "no-cache"})


class VerificationQrView(VerificationView):
    """The code that leads to the public page."""

    @schema(media_type="image/svg+xml", summary="QR code of a certificate")
    def get(self, request: Any, code: str) -> HttpResponseBase:
        """An SVG picture."""
        row = self.found(code)
        picture = qr_svg(queries.absolute(queries.verify_path(str(row.code))))
        response = HttpResponse(picture, content_type="image/svg+xml")
        response["Cache-Control"] = "public, max-age=86400"
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return response


def limit_guessing(request: Any) -> None:
    """Raise RateLimited when one address asks for too many codes in a minute."""
    if not settings.RATE_LIMITS_ON:
        return
    key = f"verify:{client_address(request)}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        asked = cache.incr(key)
    except ValueError:
        # The window ended between the two calls.
        return
    if asked > VERIFICATIONS_PER_MINUTE:
        raise RateLimited(headers={"Retry-After": str(WINDOW_SECONDS)}, retry_after_seconds=WINDOW_SECONDS)
