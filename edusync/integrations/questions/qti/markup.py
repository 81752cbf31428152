"""What surrounds the interactions of an item: text, pictures, feedback."""

import copy
import posixpath
from html import escape

from lxml import etree

from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import NoFiles, inline_of
from edusync.integrations.questions.qti.names import children, first, words
from edusync.integrations.questions.qti.package import PackageFiles, joined

_NOT_SHOWN = (
    "feedbackInline",
    "feedbackBlock",
    "rubricBlock",
    "stimulusRef",
    "assessmentStimulusRef",
    "templateInline",
)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


class ItemLinks(NoFiles):
    """Pictures that come with the item. `found` are the contents of those that its text names."""

    def __init__(self, path: str, files: PackageFiles) -> None:
        self.base = posixpath.dirname(path)
        self.files = files
        self.found: dict[str, bytes] = {}

    def file(self, address: str) -> str | None:
        """The path of a picture in the package."""
        if not self.is_local(address) or not address.strip():
            return None
        path = joined(self.base, address)
        if not path.lower().endswith(_PICTURES):
            return None
        if path not in self.found:
            content = self.files.read(path)
            if content is None:
                return None
            self.found[path] = content
        return path


def html_of(element: Element, *, without: tuple[str, ...] = ()) -> str:
    """What an element holds as HTML, without feedback and without elements of these names."""
    kept = copy.deepcopy(element)
    for gone in list(kept.iter(*_NOT_SHOWN, *without)):
        _take_out(gone)
    for picture in kept.iter("object"):
        if (picture.get("type") or "").startswith("image/"):
            picture.tag, data = "img", picture.get("data") or ""
            picture.set("src", data)
            picture.set("alt", words(picture))
    parts = [escape(kept.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in kept]
    return "".join(parts).strip()


def _take_out(element: Element) -> None:
    """Remove the element, keep what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def replace_with_text(element: Element, text: str) -> None:
    """Put a text in the place of the element."""
    element.tail = text + (element.tail or "")
    _take_out(element)


def inline_html(element: Element, node: SourceNode) -> str:
    """What an element holds as inline HTML."""
    return inline_of(html_of(element), node)


def gap_text(html: str, node: SourceNode) -> str:
    """A text with gaps as inline HTML; one that had no paragraphs gets none."""
    made = inline_of(html, node)
    if "<p" not in html and made.startswith("<p>") and made.count("<p>") == 1 and made.endswith("</p>"):
        return made[3:-4]
    return made


def feedback_in(choice: Element, node: SourceNode) -> str:
    """What is said to whoever chose it."""
    found = first(choice, "feedbackInline")
    return inline_of(html_of(found), node) if found is not None else ""


def modal_feedback(item: Element, node: SourceNode) -> dict[str, str]:
    """Feedback that is shown after answering, by its identifier in small letters."""
    return {
        (element.get("identifier") or "").lower(): inline_of(html_of(element), node)
        for element in children(item, "modalFeedback")
    }
