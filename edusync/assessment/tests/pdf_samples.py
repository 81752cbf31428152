"""PDF files as tests need them: with text, of pictures, locked, and such as want to be a burden."""

import io
import zlib

import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def pdf_of(*pages: str, password: str = "") -> bytes:
    """A file with a text on each page; an empty text leaves the page without any."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(600, 800)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 10 Tf 12 TL 20 780 Td " + b" ".join(map(_line, text.split("\n"))) + b" ET")
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _line(text: str) -> bytes:
    return b"(" + text.encode("latin-1") + b") Tj T*" if text else b""


def swelling_pdf(megabytes: int) -> bytes:
    """A page whose words swell to so many megabytes."""
    squeezer = zlib.compressobj(9)
    line = b"(word) Tj " * 100_000
    packed = (
        squeezer.compress(b"BT /F1 9 Tf ")
        + b"".join(squeezer.compress(line) for _ in range(megabytes))
        + squeezer.flush()
    )
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    return _by_hand(b"<< /Filter /FlateDecode /Length %d >>" % len(packed), packed, font)


def circling_pdf() -> bytes:
    """A page that draws a form that draws itself."""
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 4 0 R >> >> /Length 5 >>"
    return _by_hand(form, b"/A Do", resources=b"<< /XObject << /A 4 0 R >> >>")


def _by_hand(head: bytes, stream: bytes, resources: bytes = b"<< >>") -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources " + resources + b" >>",
        head + b"\nstream\n" + stream + b"\nendstream",
    )
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    begin = len(content)
    content += b"xref\n0 5\n0000000000 65535 f \n" + table
    return content + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % begin
