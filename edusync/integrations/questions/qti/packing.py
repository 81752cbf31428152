"""Items in a content package: a zip with a manifest, the pictures, and a page that tells what did not come along."""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from edusync.integrations.questions.found import LeftOut, title_of
from edusync.integrations.questions.outgoing import NO_RUBRIC, Outgoing
from edusync.integrations.questions.qti.writing import write_item

REPORT = "what-did-not-come-along.txt"
_MANIFESTS = {
    "2.1": ("http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.1 Package", "1.0.0", "imsqti_item_xmlv2p1"),
    "2.2": ("http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.2 Package", "1.0.0", "imsqti_item_xmlv2p2"),
    "3.0": (
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "QTI Package", "3.0.0", "imsqti_item_xmlv3p0",
    ),
}  # fmt: skip
# Of a zip: the same questions give the same bytes.
_WHEN = (2020, 1, 1, 0, 0, 0)


def write_package(
    questions: Iterable[Outgoing], version: str
) -> tuple[bytes, list[tuple[Outgoing, str]], list[tuple[Outgoing, str]]]:
    """The package; the questions that QTI cannot say, and what of others it cannot, each with the reason."""
    refused: list[tuple[Outgoing, str]] = []
    changed: list[tuple[Outgoing, str]] = []
    resources: list[tuple[str, list[str]]] = []
    memory = io.BytesIO()
    written: set[str] = set()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes | str) -> None:
            if name not in written:
                written.add(name)
                info = zipfile.ZipInfo(name, _WHEN)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)

        for place, question in enumerate(questions, 1):
            name = f"item-{place:04}"
            try:
                text, notes = write_item(question, name, version)
            except LeftOut as reason:
                refused.append((question, reason.words))
                continue
            put(f"{name}.xml", text)
            pictures = [f"images/{picture.name}" for picture in question.pictures]
            for picture, path in zip(question.pictures, pictures, strict=True):
                put(path, picture.read())
            changed += [(question, note) for note in notes]
            if question.has_rubric:
                changed.append((question, f"without {NO_RUBRIC}"))
            resources.append((name, pictures))
        put("imsmanifest.xml", manifest(resources, version))
        if refused or changed:
            put(REPORT, _report(refused, changed))
    return memory.getvalue(), refused, changed


def manifest(resources: Iterable[tuple[str, list[str]]], version: str) -> str:
    """`imsmanifest.xml` of these items, each with its pictures."""
    namespace, schema, number, kind = _MANIFESTS[version]
    lines = []
    for name, pictures in resources:
        files = "".join(f"<file href={quoteattr(path)}/>" for path in [f"{name}.xml", *pictures])
        lines.append(f'<resource identifier="{name}" type="{kind}" href="{name}.xml">{files}</resource>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest xmlns="{namespace}" identifier="questions">'
        f"<metadata><schema>{schema}</schema><schemaversion>{number}</schemaversion></metadata>"
        f"<organizations/><resources>{''.join(lines)}</resources></manifest>\n"
    )


def _report(refused: list[tuple[Outgoing, str]], changed: list[tuple[Outgoing, str]]) -> str:
    lines = [f"left out: {_name(question)}: {reason}" for question, reason in refused]
    lines += [f"changed: {_name(question)}: {reason}" for question, reason in changed]
    return "\n".join([*lines, ""])


def _name(question: Outgoing) -> str:
    return " ".join(question.title.split())[:80] or title_of(question.stem_html)
