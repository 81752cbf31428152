"""Renders certificates with typst: tagged PDF, selectable text, names in every script the fonts cover."""

import dataclasses
import datetime
import functools
import importlib.util
import json
from decimal import Decimal
from pathlib import Path

import structlog
import typst

from edusync.credentials.documents.qr import qr_svg
from edusync.credentials.documents.words import WORDS, certificate_language, study_hours, written_date

logger = structlog.get_logger(__name__)

TEMPLATE = Path(__file__).with_name("certificate.typ")
# Packages that carry the fonts, and the folder inside them.
FONT_PACKAGES = {
    "fontpkg_playfair_display": "files",
    "fontpkg_eb_garamond": "files",
    "fontpkg_noto_sans_tamil": "files",
    "fontpkg_noto_sans_devanagari": "files",
    "fontpkg_amiri": "files",
    "pylopdf_fonts_zh_cn": "",
}


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything a certificate shows."""

    code: str
    learner_name: str
    course_title: str
    organization: str
    instructor_name: str
    hours: Decimal
    issued_at: datetime.datetime
    verify_url: str
    language: str = "en"
    expires_at: datetime.datetime | None = None


@functools.cache
def fonts() -> typst.Fonts:
    """The fonts that ship with the packages, and typst's own; never those of the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=font_folders())


def font_folders() -> list[Path]:
    """Where the font packages lie. Raises LookupError for one that is not installed."""
    folders = []
    for package, folder in FONT_PACKAGES.items():
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise LookupError(f"the font package {package} is not installed")
        folders.append(Path(next(iter(spec.submodule_search_locations))) / folder)
    return folders


def render_certificate(facts: CertificateFacts) -> bytes:
    """The certificate as PDF/UA-1 and PDF/A-2a.

    Accessible (tagged, titled, in a language) and fit to be archived. A character that no font has is forbidden by both
    standards; such a certificate is a plain tagged PDF instead.
    """
    compiler = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(template_data(facts))},
    )
    timestamp = int(facts.issued_at.timestamp())
    try:
        return _bytes(compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=timestamp))
    except typst.TypstError as error:
        logger.warning("certificate_without_standards", code=facts.code, reason=error.message)
        return _bytes(compiler.compile(format="pdf", timestamp=timestamp))


def template_data(facts: CertificateFacts) -> dict[str, object]:
    """What the template reads, as JSON types."""
    language = certificate_language(facts.language)
    return {
        "language": language,
        "words": WORDS[language],
        "organization": facts.organization,
        "code": facts.code,
        "learner_name": facts.learner_name,
        "course_title": facts.course_title,
        "instructor_name": facts.instructor_name,
        "hours": study_hours(facts.hours, language),
        "issued_on": written_date(facts.issued_at, language),
        "expires_on": written_date(facts.expires_at, language),
        "verify_url": facts.verify_url,
        "qr": qr_svg(facts.verify_url),
    }


def _bytes(compiled: object) -> bytes:
    if not isinstance(compiled, bytes):
        raise TypeError("one document was expected")
    return compiled
