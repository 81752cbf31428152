"""What can go wrong with certificates."""

from edusync.kernel.problems import Conflict


class CertificateNotReady(Conflict):
    """It is earned, its document is still being made."""

    code = "certificate-not-ready"
    title = "The certificate is being made. Try again in a moment."


class CertificateRevoked(Conflict):
    """Facts: `revoked_at`."""

    code = "certificate-revoked"
    title = "The certificate was revoked."
