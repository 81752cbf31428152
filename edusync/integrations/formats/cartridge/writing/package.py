"""A snapshot of a course packed as a cartridge: outline, pages, links, quizzes, files."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import IO, Any

from lxml import etree

from edusync.integrations.formats.cartridge.writing.manifest import (
    ASSESSMENT,
    WEB_CONTENT,
    WEB_LINK,
    OutlineItem,
    PackedResource,
    manifest_xml,
)
from edusync.integrations.formats.cartridge.writing.pages import PageWriter, page_html
from edusync.integrations.formats.cartridge.writing.quizzes import quiz_xml

_LINK = re.compile(r' (href|src)="([^"]*)"')
_FILE = re.compile(r"^/files/(?P<uuid>[0-9a-f-]{36})(?:/|$)")
_LESSON = re.compile(r"^/learn/-/(?P<uuid>[0-9a-f-]{36})")
_WEB_LINK_SPACE = "http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"
_FILMS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}
_SAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Loss:
    """What of a lesson the format has no place for."""

    lesson: str
    code: str
    detail: str


def write_cartridge(
    snapshot: dict[str, Any],
    target: IO[bytes],
    *,
    open_file: Callable[[str], IO[bytes] | None],
) -> list[Loss]:
    """Write the course to `target` as a zip; returns what did not fit. `open_file` opens a stored file by its UUID."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        packer = CartridgePacker(snapshot, archive, open_file)
        packer.write()
    return packer.losses


class CartridgePacker:
    """Packs one course."""

    def __init__(
        self, snapshot: dict[str, Any], archive: zipfile.ZipFile, open_file: Callable[[str], IO[bytes] | None]
    ) -> None:
        self.snapshot, self.archive, self.open_file = snapshot, archive, open_file
        self.language = str(snapshot["course"].get("language") or "en")
        self.losses: list[Loss] = []
        self.resources: list[PackedResource] = []
        self._packed: dict[str, str | None] = {}
        self._pages: dict[str, str] = {}
        self._lesson = ""

    def write(self) -> None:
        """All files of the package."""
        course = self.snapshot["course"]
        for module in self.snapshot["modules"]:
            for lesson in module["lessons"]:
                if lesson["kind"] == "page":
                    self._pages[lesson["uuid"]] = f"pages/{lesson['uuid']}.html"
        items = [self._module(module) for module in self.snapshot["modules"]]
        if (course.get("overview") or {}).get("blocks"):
            self._lesson = ""
            self._lose("overview", "Of the course's own page only its short description came along.")
        manifest = manifest_xml(
            identifier=f"c-{self.snapshot['origin']['uuid']}",
            title=course["title"],
            description=course.get("tagline") or "",
            language=self.language,
            items=items,
            resources=self.resources,
        )
        self.archive.writestr("imsmanifest.xml", manifest)

    def _lose(self, code: str, detail: str) -> None:
        loss = Loss(self._lesson, code, detail)
        if loss not in self.losses:
            self.losses.append(loss)

    def _module(self, module: dict[str, Any]) -> OutlineItem:
        """The module; lessons of one group stand below a heading of its name."""
        heading = OutlineItem(f"m-{module['uuid']}", module["title"])
        group: OutlineItem | None = None
        for lesson in module["lessons"]:
            self._lesson = lesson["title"]
            items = self._items(lesson)
            if not items:
                continue
            if not (lesson.get("is_published", True) and module.get("is_published", True)):
                self._lose("hidden", "The format has no unpublished lessons: this one is shown to everybody.")
            title = lesson.get("group_title") or ""
            if not title:
                group = None
            elif group is None or group.title != title:
                group = OutlineItem(f"g-{lesson['uuid']}", title)
                heading.children.append(group)
            (group or heading).children.extend(items)
        return heading

    def _items(self, lesson: dict[str, Any]) -> list[OutlineItem]:
        make = {
            "page": self._page,
            "video": self._video,
            "document": self._document,
            "link": self._links,
            "quiz": self._quiz,
        }.get(lesson["kind"])
        if make is None or not lesson.get("content"):
            self._lose(f"{lesson['kind']}-not-supported", "Lessons of this kind have no place in the format.")
            return []
        return make(lesson, lesson["content"])

    def _item(
        self, lesson: dict[str, Any], resource: PackedResource, *, title: str = "", place: int = 0
    ) -> OutlineItem:
        self.resources.append(resource)
        suffix = f"-{place}" if place else ""
        return OutlineItem(f"i-{lesson['uuid']}{suffix}", title or lesson["title"], resource.identifier)

    def _page(self, lesson: dict[str, Any], content: dict[str, Any]) -> list[OutlineItem]:
        path = self._pages[lesson["uuid"]]
        used: list[str] = []
        html = page_html(
            lesson["title"],
            content["document"],
            language=self.language,
            file=lambda name: self._relative(self._file(name, used)),
            markup=lambda markup: self._rewritten(markup, used, base="../"),
        )
        self.archive.writestr(path, html)
        if any(block["type"] == "question" for block in content["document"].get("blocks", [])):
            self._lose("question-block", "Questions inside pages have no place in the format.")
        return [self._item(lesson, PackedResource(f"r-{lesson['uuid']}", WEB_CONTENT, [path], used))]

    def _relative(self, path: str | None) -> str | None:
        return f"../{path}" if path else None

    def _rewritten(self, markup: str, used: list[str], *, base: str) -> str:
        """Markup whose links to files and lessons lead into the package; others of this site lose their link."""

        def replaced(found: re.Match[str]) -> str:
            name, address = found[1], found[2]
            if file := _FILE.match(address):
                path = self._file(file["uuid"], used)
                return f' {name}="{escape(base + path)}"' if path else ""
            if lesson := _LESSON.match(address):
                page = self._pages.get(lesson["uuid"])
                return f' {name}="{escape(base + page)}"' if page else ""
            return "" if address.startswith("/") else found[0]

        return _LINK.sub(replaced, markup)

    def _file(self, name: str, used: list[str] | None = None) -> str | None:
        """Path of a stored file in the package, put there when it is first needed."""
        if name not in self._packed:
            self._packed[name] = self._pack(name)
        path = self._packed[name]
        if path and used is not None and f"f-{name}" not in used:
            used.append(f"f-{name}")
        return path

    def _pack(self, name: str) -> str | None:
        facts = self.snapshot["files"].get(name)
        source = self.open_file(name) if facts else None
        if facts is None or source is None:
            self._lose("file-missing", "A file that the lesson uses is not in the store.")
            return None
        path = f"files/{name[-12:]}-{_SAFE.sub('-', facts['name'])[-100:]}"
        with source, self.archive.open(path, "w") as packed:
            while chunk := source.read(1 << 20):
                packed.write(chunk)
        self.resources.append(PackedResource(f"f-{name}", WEB_CONTENT, [path]))
        return path

    def _video(self, lesson: dict[str, Any], content: dict[str, Any]) -> list[OutlineItem]:
        provider = content.get("provider")
        if provider in _FILMS:
            return [self._web_link(lesson, _FILMS[provider].format(content.get("external_id") or ""))]
        if provider == "url":
            return [self._web_link(lesson, content.get("external_id") or "")]
        if content.get("captions") or content.get("transcript"):
            self._lose("captions", "Captions and transcripts of films have no place in the format.")
        return self._file_items(lesson, [(content.get("file"), "")])

    def _document(self, lesson: dict[str, Any], content: dict[str, Any]) -> list[OutlineItem]:
        listed = [(one.get("file"), one.get("title") or "") for one in content.get("files") or []]
        return self._file_items(lesson, listed or [(content.get("file"), "")])

    def _file_items(self, lesson: dict[str, Any], files: list[tuple[Any, str]]) -> list[OutlineItem]:
        items = []
        for place, (name, title) in enumerate(files):
            path = self._file(str(name)) if name else None
            if path is None:
                self._lose("file-missing", "A file that the lesson uses is not in the store.")
                continue
            shown = f"{lesson['title']}: {title}" if title and len(files) > 1 else lesson["title"]
            suffix = f"-{place}" if place else ""
            items.append(OutlineItem(f"i-{lesson['uuid']}{suffix}", shown, f"f-{name}"))
        return items

    def _links(self, lesson: dict[str, Any], content: dict[str, Any]) -> list[OutlineItem]:
        listed = [(one["url"], one.get("title") or "") for one in content.get("items") or []]
        links = listed or [(content.get("url") or "", "")]
        return [
            self._web_link(lesson, url, title=title if len(links) > 1 else "", place=place)
            for place, (url, title) in enumerate(links)
            if url
        ]

    def _web_link(self, lesson: dict[str, Any], url: str, *, title: str = "", place: int = 0) -> OutlineItem:
        shown = title or lesson["title"]
        suffix = f"-{place}" if place else ""
        path = f"links/{lesson['uuid']}{suffix}.xml"
        root = etree.Element(f"{{{_WEB_LINK_SPACE}}}webLink", nsmap={None: _WEB_LINK_SPACE})  # type: ignore[dict-item]
        etree.SubElement(root, f"{{{_WEB_LINK_SPACE}}}title").text = shown
        etree.SubElement(root, f"{{{_WEB_LINK_SPACE}}}url", href=url, target="_blank")
        self.archive.writestr(path, etree.tostring(root, encoding="UTF-8", xml_declaration=True))
        return self._item(
            lesson, PackedResource(f"r-{lesson['uuid']}{suffix}", WEB_LINK, [path]), title=shown, place=place
        )

    def _quiz(self, lesson: dict[str, Any], content: dict[str, Any]) -> list[OutlineItem]:
        used: list[str] = []
        base = "$IMS-CC-FILEBASE$/"
        writer = PageWriter(
            lambda name: f"{base}{path}" if (path := self._file(name, used)) else None,
            lambda markup: self._rewritten(markup, used, base=base),
        )
        packed = quiz_xml(
            identifier=f"a-{lesson['uuid']}",
            title=lesson["title"],
            content=content,
            stem=lambda document: writer.blocks((document or {}).get("blocks", [])),
            tell=self._lose,
        )
        if packed is None:
            return []
        path = f"quizzes/{lesson['uuid']}.xml"
        self.archive.writestr(path, packed)
        return [self._item(lesson, PackedResource(f"r-{lesson['uuid']}", ASSESSMENT, [path], used))]
