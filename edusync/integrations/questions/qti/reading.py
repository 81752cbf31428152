"""QTI items as questions, with what became of each."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.scoring import kind_names
from edusync.integrations.formats.richtext import html_to_document
from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import Found, LeftOut, category_path
from edusync.integrations.questions.qti import choosing, filling, graphic, pairing
from edusync.integrations.questions.qti.asked import Asked, Parts
from edusync.integrations.questions.qti.declarations import points_of, read_declarations
from edusync.integrations.questions.qti.markup import ItemLinks, html_of, modal_feedback
from edusync.integrations.questions.qti.names import first, plain_tree, version_of
from edusync.integrations.questions.qti.package import ItemFile, PackageFiles, opened_items
from edusync.integrations.questions.qti.processing import read_processing
from edusync.integrations.questions.qti.writing import source_name

Maker = Callable[[Asked], Parts]
MAKERS: dict[str, Maker] = {
    "choiceInteraction": choosing.choice,
    "extendedTextInteraction": filling.extended,
    "uploadInteraction": filling.upload,
    "matchInteraction": pairing.match,
    "orderInteraction": pairing.order,
    "gapMatchInteraction": pairing.gap_match,
    "hotspotInteraction": graphic.hotspot,
    "graphicGapMatchInteraction": graphic.drag_to_image,
}
INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
_NO_ITEM = ("not-an-item", "The file holds no assessment item of QTI 2.1, 2.2 or 3.0.")


def read_qti(content: bytes) -> Iterator[Found]:
    """All items of a package or a file, in order; one that cannot be asked is told in the report.

    Raises the problems of `opened_package` for a hostile package, BrokenXml and ForbiddenXml for a single file.
    """
    with opened_items(content) as (items, files):
        for place, item in enumerate(items, 1):
            yield _read(item, place, files)


def _read(file: ItemFile, place: int, files: PackageFiles) -> Found:
    node = SourceNode(path=file.path or "item", kind="question")
    if file.root is None:
        node.skip(*file.fault)
        return Found(place, file.path, "item", node)
    item = file.root
    if version_of(item) == "" and item.tag not in ("assessmentItem", "qti-assessment-item"):
        node.skip(*_NO_ITEM)
        return Found(place, file.path, "item", node)
    plain_tree(item)
    title = " ".join((item.get("title") or item.get("identifier") or "").split())[:200]
    found = Found(place, title, "item", node)
    if item.tag != "assessmentItem":
        node.skip(*_NO_ITEM)
        return found
    found.ref = source_name(item.get("identifier") or "")
    links = ItemLinks(file.path, files)
    try:
        found.kind, found.draft = _draft(item, title, node, links)
    except LeftOut as reason:
        node.skip(reason.code, reason.words)
    else:
        node.keep()
    found.files = links.found
    found.category, found.tags = _filed(item)
    return found


def _filed(item: Element) -> tuple[tuple[str, ...], list[str]]:
    """Category and tags that our own items carry in their label."""
    label = dict(part.partition("=")[::2] for part in (item.get("label") or "").split("|"))
    tags = [tag for tag in label.get("tags", "").split(",") if tag]
    return category_path(label.get("category", "")), tags


def _draft(item: Element, title: str, node: SourceNode, links: ItemLinks) -> tuple[str, QuestionDraft]:
    body = first(item, "itemBody")
    if body is None:
        raise LeftOut("no-question", "The item asks nothing.")
    declarations = read_declarations(item)
    asked = Asked(
        body=body,
        declarations=declarations,
        processing=read_processing(item, list(declarations)),
        node=node,
        links=links,
        label=dict(part.partition("=")[::2] for part in (item.get("label") or "").split("|")),
        points=points_of(item),
    )
    name, parts = _parts(asked)
    if parts.kind not in kind_names():
        raise LeftOut("question-kind", f"Questions of the kind {parts.kind} cannot be asked here.")
    if not asked.processing.is_understood:
        node.lose(
            "response-processing", "Rules of the item's own decide its points; the declared answers do here."
        )
    said = modal_feedback(item, node)
    draft = QuestionDraft(
        kind=parts.kind,
        title=title,
        stem=html_to_document(parts.stem_html, links=links, node=node),
        options=list(parts.options),
        settings=parts.settings,
        points=asked.points or parts.points or Decimal(1),
        feedback_correct=said.get("correct", ""),
        feedback_incorrect=said.get("incorrect", ""),
        explanation=said.get("explanation", said.get("general", said.get("solution", ""))),
        hints=[text for name, text in said.items() if name.startswith("hint")],
    )
    return name, draft


def _parts(asked: Asked) -> tuple[str, Parts]:
    """The question of the body: one block interaction, or gaps in its text, or a text alone."""
    found = [one for one in asked.body.iter() if isinstance(one.tag, str) and one.tag.endswith("Interaction")]
    inline = [one for one in found if one.tag in INLINE]
    if not found:
        return "description", Parts("description", html_of(asked.body))
    if inline and len(inline) == len(found):
        return inline[0].tag, filling.gaps(asked, inline)
    name = found[0].tag
    if len(found) > 1:
        raise LeftOut("several-interactions", "The item asks several things at once.")
    if name not in MAKERS:
        raise LeftOut("interaction", f"Interactions of the kind {name} are not known here.")
    asked.interaction = found[0]
    return name, MAKERS[name](asked)
