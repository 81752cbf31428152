"""The certificate as PDF: accessible, archivable, with names in every script of the brief."""

import datetime
import io
from decimal import Decimal

import pypdf
import pytest

from edusync.credentials.documents import CertificateFacts, qr_svg, render_certificate
from edusync.credentials.documents.words import ENGLISH, WORDS

ISSUED = datetime.datetime(2026, 3, 4, 23, 30, tzinfo=datetime.UTC)
NAMES = {
    "Latin": "Zoë Żółkiewska-O’Brien",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Дарья Ёлкина",
    "Tamil": "கார்த்திகேயன் ஸ்ரீநிவாசன்",
    "Hindi": "प्रियंका श्रीवास्तव",
    "Arabic": "محمد عبد الرحمن الخوارزمي",
    "Chinese": "欧阳明月",
}
CODE = "7K3M-Q2PX-9V4T-ABCD"


def facts(**values):
    return CertificateFacts(
        **{
            "code": CODE,
            "learner_name": "Lena Example",
            "course_title": "Programming with Python",
            "organization": "Riverside School",
            "instructor_name": "Ada Lovelace",
            "hours": Decimal("12.5"),
            "issued_at": ISSUED,
            "verify_url": f"https://school.example/verify/{CODE}",
            **values,
        }
    )


def opened(content):
    return pypdf.PdfReader(io.BytesIO(content))


def standards_of(reader):
    """What the document's metadata claims (ISO 14289 and ISO 19005)."""
    xmp = (
        reader.trailer["/Root"]["/XMP" if "/XMP" in reader.trailer["/Root"] else "/Metadata"]
        .get_object()
        .get_data()
    )
    return b"pdfuaid:part" in xmp, b"pdfaid:part" in xmp


@pytest.mark.parametrize("script", NAMES)
def test_a_name_shapes_in_its_script_and_stays_a_conforming_document(script):
    # Both standards forbid a glyph that no font has: conforming means that every letter of the name was shaped.
    reader = opened(render_certificate(facts(learner_name=NAMES[script])))
    assert standards_of(reader) == (True, True)
    assert NAMES[script] in reader.metadata["/Subject"]
    assert len(reader.pages) == 1


@pytest.mark.parametrize("script", ["Latin", "Greek", "Cyrillic", "Chinese"])
def test_the_text_can_be_selected(script):
    text = opened(render_certificate(facts(learner_name=NAMES[script]))).pages[0].extract_text()
    for part in (NAMES[script], "Certificate of Completion", "Programming with Python", "4 March 2026", CODE):
        assert part in text


@pytest.mark.parametrize("script", ["Tamil", "Hindi", "Arabic"])
def test_clusters_carry_their_own_text(script):
    # Readers take such scripts from the text that stands beside the glyphs (ActualText), or in visual order.
    text = opened(render_certificate(facts(learner_name=NAMES[script]))).pages[0].extract_text()
    assert set(NAMES[script]) - {" "} <= set(text)


def test_is_tagged_titled_and_in_a_language():
    root = opened(render_certificate(facts())).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root


def test_the_qr_code_has_words_for_those_who_do_not_see_it():
    raw = render_certificate(facts())
    assert b"/Alt" in raw or "/Alt" in str(walk(opened(raw).trailer["/Root"]["/StructTreeRoot"]))


def walk(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return [walk(child) for child in node] if isinstance(node, list) else []
    return [*node.keys(), walk(node.get("/K", []))]


def test_the_same_certificate_is_the_same_file():
    assert render_certificate(facts()) == render_certificate(facts())


@pytest.mark.parametrize("language", WORDS)
def test_a_language_has_its_own_words(language):
    reader = opened(render_certificate(facts(language=language)))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.metadata["/Title"].startswith(WORDS[language]["title"])
    assert standards_of(reader) == (True, True)


def test_every_language_has_every_word():
    assert {language: sorted(words) for language, words in WORDS.items()} == dict.fromkeys(
        WORDS, sorted(ENGLISH)
    )


@pytest.mark.parametrize(
    "name",
    [
        "X" * 200,
        "Wolfeschlegelsteinhausenbergerdorff " * 5,
        '#strong[x] $y$ \\ " @a <b>',
        "A",
        "김민수",
        "Ana 😀",
    ],
)
def test_no_name_breaks_the_page(name):
    reader = opened(render_certificate(facts(learner_name=name, course_title=(name * 3)[:200])))
    assert len(reader.pages) == 1


def test_markup_in_a_name_stays_text():
    text = opened(render_certificate(facts(learner_name="#lorem(50) *bold*"))).pages[0].extract_text()
    assert "#lorem(50) *bold*" in text


def test_a_qr_code_is_a_picture_with_a_title():
    picture = qr_svg("https://school.example/verify/X")
    assert picture.startswith("<svg")
    assert "<title>https://school.example/verify/X</title>" in picture
