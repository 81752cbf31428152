"""The certificate as a document: words, fonts, PDF."""

from edusync.credentials.documents.pdf import CertificateFacts, render_certificate
from edusync.credentials.documents.qr import qr_svg

__all__ = ["CertificateFacts", "qr_svg", "render_certificate"]
