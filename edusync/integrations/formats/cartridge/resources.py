"""Resources of a cartridge to lessons, by their type."""

import re
from pathlib import PurePosixPath

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.cartridge.addresses import CartridgeAddresses, CartridgeFiles
from edusync.integrations.formats.cartridge.canvas import CanvasFacts
from edusync.integrations.formats.cartridge.manifest import Resource, text_of_child
from edusync.integrations.formats.cartridge.outline import Place
from edusync.integrations.formats.cartridge.questions import QuizReader
from edusync.integrations.formats.html_pages import read_html_page
from edusync.integrations.formats.richtext import html_to_document
from edusync.integrations.formats.richtext.links import file_address, film_of, web_address
from edusync.integrations.formats.richtext.shape import document_of, tag_of
from edusync.integrations.formats.tree import (
    Ledger,
    SourceDocument,
    SourceLesson,
    SourceLink,
    SourceNode,
    SourceVideo,
)
from edusync.integrations.formats.xmlfiles import Element, parse_xml
from edusync.integrations.problems import BrokenXml, ForbiddenXml, PackageTooLarge

PAGES = frozenset({".html", ".htm", ".xhtml"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})
FILMS = frozenset({".mp4", ".m4v", ".webm", ".ogv", ".mov"})
_WORDS_PER_MINUTE = 180


class ResourceReader:
    """Reads the resources of one cartridge. `lessons` maps files and identifiers to the keys of their lessons."""

    def __init__(
        self,
        folder: SourceFolder,
        ledger: Ledger,
        prefix: str,
        *,
        files: CartridgeFiles,
        canvas: CanvasFacts,
        lessons: dict[str, str],
    ) -> None:
        self.folder, self.ledger, self.prefix = folder, ledger, prefix
        self.files, self.canvas, self.lessons = files, canvas, lessons

    def lesson(self, place: Place, node: SourceNode) -> SourceLesson | None:
        """The lesson at a place; None when nothing of it can be shown, which the node tells."""
        resource = place.resource
        if resource is None:
            return self._external(place, node)
        if resource.is_a("imswl"):
            return self._web_link(place, node)
        if resource.is_a("imsdt"):
            return self._topic(place, node)
        if resource.is_a("imsqti"):
            return self._quiz(place, node)
        if resource.is_a("imsbasiclti", "imslti"):
            node.skip("lti-not-supported", "Tools of other sites (LTI) are not connected by an import.")
            return None
        if resource.is_a("assignment"):
            return self._assignment(place, node)
        return self._content(place, resource, node)

    def _external(self, place: Place, node: SourceNode) -> SourceLesson | None:
        address = self.canvas.links.get(place.item.identifier if place.item else "", "")
        if web_address(address):
            return self._to_address(place, address, "")
        node.skip("missing-resource", "The outline names something that the package does not hold.")
        return None

    def _to_address(self, place: Place, address: str, summary: str) -> SourceLesson:
        if film := film_of(address):
            video = SourceVideo(provider=film[0], external_id=film[1])
            return SourceLesson(place.key, "video", place.title, video=video, estimated_minutes=5)
        link = SourceLink(address.strip(), summary)
        return SourceLesson(place.key, "link", place.title, link=link, estimated_minutes=2)

    def _web_link(self, place: Place, node: SourceNode) -> SourceLesson | None:
        root = self._xml(place, node)
        if root is None:
            return None
        url = next((child for child in root.iter() if tag_of(child) == "url"), None)
        address = (url.get("href") or "").strip() if url is not None else ""
        place.title = place.title or text_of_child(root, "title")
        if not (web_address(address) or "").startswith("http"):
            node.skip("bad-address", "The link leads nowhere on the web.")
            return None
        return self._to_address(place, address, "")

    def _topic(self, place: Place, node: SourceNode) -> SourceLesson | None:
        root = self._xml(place, node)
        if root is None:
            return None
        place.title = place.title or text_of_child(root, "title")
        text = next((child for child in root if tag_of(child) == "text"), None)
        markup = "".join(text.itertext()) if text is not None else ""  # type: ignore[arg-type]
        if text is not None and (text.get("texttype") or "").lower() == "text/plain":
            from html import escape

            markup = "".join(f"<p>{escape(line)}</p>" for line in markup.splitlines() if line.strip())
        node.lose("discussion", "The topic's text came as a page; people cannot answer there.")
        names = [one.get("href") or "" for one in root.iter() if tag_of(one) == "attachment"]
        return self._page(place, markup, place.resource.href if place.resource else "", node, names)

    def _assignment(self, place: Place, node: SourceNode) -> SourceLesson | None:
        root = self._xml(place, node)
        if root is None:
            return None
        place.title = place.title or text_of_child(root, "title")
        text = next((child for child in root if tag_of(child) == "text"), None)
        node.lose("assignment", "The task came as a page; handing in and grading did not.")
        markup = "".join(text.itertext()) if text is not None else ""  # type: ignore[arg-type]
        names = [one.get("href") or "" for one in root.iter() if tag_of(one) == "attachment"]
        return self._page(place, markup, place.resource.href if place.resource else "", node, names)

    def _quiz(self, place: Place, node: SourceNode) -> SourceLesson | None:
        root = self._xml(place, node)
        if root is None or place.resource is None:
            return None
        links = CartridgeAddresses(self.files, place.resource.href, self.lessons)
        listed = len(self.ledger.nodes)
        paper = QuizReader(self.ledger, links, f"{self.prefix}{place.resource.href}").read(root)
        for question in self.ledger.nodes[listed:]:
            if question.outcome is None:
                question.keep(place.key)
        if not paper.questions:
            node.skip("no-questions", "No question of it can be asked here.")
            return None
        return SourceLesson(
            place.key,
            "quiz",
            place.title or paper.title,
            questions=paper.questions,
            attempts_allowed=paper.attempts_allowed,
            time_limit_seconds=paper.time_limit_seconds,
            estimated_minutes=max(1, len(paper.questions)),
        )

    def _content(self, place: Place, resource: Resource, node: SourceNode) -> SourceLesson | None:
        """A page, or a file to see or to take home."""
        path = self.files.find(resource.href)
        if path is None:
            node.skip("file-missing", "The package does not hold the file of this item.")
            return None
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in PAGES:
            return self._html(place, path, node)
        place.title = place.title or PurePosixPath(path).stem
        key = self.files.use(path)
        if suffix in PICTURES:
            block = {"type": "image", "file": file_address(key), "alt": place.title, "caption": ""}
            return SourceLesson(
                place.key, "page", place.title, document=document_of([block]), estimated_minutes=1
            )
        if suffix in FILMS:
            video = SourceVideo(provider="file", file_key=key)
            return SourceLesson(place.key, "video", place.title, video=video, estimated_minutes=5)
        download = SourceDocument(key)
        return SourceLesson(place.key, "document", place.title, download=download, estimated_minutes=5)

    def _html(self, place: Place, path: str, node: SourceNode) -> SourceLesson | None:
        try:
            page = read_html_page(self.folder.read(path), node)
        except PackageTooLarge as problem:
            node.skip("page-too-large", problem.detail or problem.title)
            return None
        place.title = place.title or page.title or PurePosixPath(path).stem
        place.is_hidden = place.is_hidden or page.meta.get("workflow_state") == "unpublished"
        if any(
            name.endswith("assignment_settings.xml")
            for name in (place.resource.files if place.resource else ())
        ):
            node.lose("assignment", "The task came as a page; handing in and grading did not.")
        return self._page(place, page.body, path, node, [])

    def _page(
        self, place: Place, markup: str, path: str, node: SourceNode, attachments: list[str]
    ) -> SourceLesson | None:
        links = CartridgeAddresses(self.files, path, self.lessons)
        document = html_to_document(markup, links=links, node=node)
        for name in attachments:
            key = links.file(name)
            if key is None:
                node.lose("file-missing", f"The package does not hold the file {name[:120]}.")
            else:
                number = len(document["blocks"]) + 1
                document["blocks"].append({"id": f"b{number}", "type": "file", "file": file_address(key)})
        if not document["blocks"]:
            node.lose("empty", "The page of the source shows nothing.")
        words = len(re.sub(r"<[^>]*>", " ", markup).split())
        minutes = max(1, round(words / _WORDS_PER_MINUTE))
        return SourceLesson(place.key, "page", place.title, document=document, estimated_minutes=minutes)

    def _xml(self, place: Place, node: SourceNode) -> Element | None:
        """Root of the resource's XML file; what is wrong with it is told by the node."""
        path = self.files.find(place.resource.href) if place.resource else None
        if path is None:
            node.skip("file-missing", "The package does not hold the file of this item.")
            return None
        try:
            return parse_xml(self.folder.read(path), path=path, node=node)
        except (BrokenXml, ForbiddenXml, PackageTooLarge) as problem:
            node.skip("broken-xml", problem.detail or problem.title)
            return None
