"""Activities of a backup to lessons, by Moodle's module names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from edusync.integrations.formats.cartridge.resources import FILMS, PAGES, PICTURES
from edusync.integrations.formats.html_pages import read_html_page
from edusync.integrations.formats.moodle.backup import (
    Activity,
    BackupReader,
    child_of,
    children_of,
    number_at,
    text_at,
    words_at,
)
from edusync.integrations.formats.moodle.quizzes import QuizMaker
from edusync.integrations.formats.moodle.stored_files import MoodleAddresses, StoredFile, StoredFiles
from edusync.integrations.formats.richtext.convert import html_to_blocks
from edusync.integrations.formats.richtext.links import file_address, film_of, web_address
from edusync.integrations.formats.richtext.shape import Block, document_of
from edusync.integrations.formats.tree import (
    SourceDocument,
    SourceLesson,
    SourceLink,
    SourceNode,
    SourceVideo,
)
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.problems import PackageTooLarge

_WORDS_PER_MINUTE = 180
_LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class Opened:
    """An activity with its detail: `detail` is the element of its own kind."""

    activity: Activity
    detail: Element
    context: str
    node: SourceNode
    is_hidden: bool

    @property
    def title(self) -> str:
        """Its name."""
        return (words_at(self.detail, "name") or self.activity.title or self.activity.kind)[:200]

    @property
    def key(self) -> str:
        """Key of its (first) lesson."""
        return f"module:{self.activity.module_id}"


class ActivityReader:
    """Reads the activities of one backup."""

    def __init__(
        self, reader: BackupReader, files: StoredFiles, lessons: dict[str, str], quizzes: QuizMaker
    ) -> None:
        self.reader, self.files, self.lessons, self.quizzes = reader, files, lessons, quizzes
        self.group_title = ""
        self._makers: dict[str, Callable[[Opened], list[SourceLesson]]] = {
            "page": self._page,
            "label": self._label,
            "resource": self._resource,
            "folder": self._folder,
            "url": self._url,
            "book": self._book,
            "quiz": self._quiz,
            "assign": self._task,
            "assignment": self._task,
            "forum": self._task,
            "glossary": self._glossary,
        }

    def lessons_of(self, activity: Activity, node: SourceNode) -> list[SourceLesson]:
        """The lessons of an activity; none when nothing of it has a place here, which its node tells."""
        root = self.reader.xml(f"{activity.folder}/{activity.kind}.xml")
        detail = child_of(root, activity.kind)
        if root is None or detail is None:
            node.skip("missing-definition", "The backup does not hold what this activity consists of.")
            return []
        make = self._makers.get(activity.kind)
        if make is None:
            words = f"Activities of the kind {activity.kind} have no place here."
            node.skip(f"{activity.kind}-not-supported"[:60], words)
            return []
        module = self.reader.xml(f"{activity.folder}/module.xml")
        is_hidden = words_at(module, "visible") == "0"
        opened = Opened(activity, detail, root.get("contextid") or "", node, is_hidden)
        self._report_rules(opened, module)
        lessons = make(opened)
        for lesson in lessons:
            lesson.group_title = lesson.group_title or self.group_title
            lesson.is_published = lesson.is_published and not is_hidden
        if lessons:
            node.keep(lessons[0].key)
        elif node.outcome is None:
            node.skip("empty", "The activity shows nothing.")
        return lessons

    def _report_rules(self, opened: Opened, module: Element | None) -> None:
        if words_at(module, "availability") not in {"", '{"op":"&","c":[],"showc":[]}'}:
            opened.node.lose("availability", "The source opens it under conditions; here it is open.")
        if opened.is_hidden:
            opened.node.lose(
                "hidden", "The source hides it; the lesson stays unpublished until somebody publishes it."
            )

    def blocks(self, opened: Opened, markup: str, *areas: str, item: str = "") -> list[Block]:
        """Blocks of a text of the activity."""
        links = MoodleAddresses(self.files, opened.context, areas, self.lessons, item=item)
        return html_to_blocks(markup, links=links, node=opened.node)

    def _lesson(
        self, opened: Opened, blocks: list[Block], *, key: str = "", title: str = ""
    ) -> list[SourceLesson]:
        if not blocks:
            return []
        words = len(re.sub(r"<[^>]*>", " ", " ".join(str(block) for block in blocks)).split())
        return [
            SourceLesson(
                key or opened.key,
                "page",
                (title or opened.title)[:200],
                document=document_of(blocks),
                estimated_minutes=max(1, round(words / _WORDS_PER_MINUTE)),
            )
        ]

    def _intro(self, opened: Opened) -> list[Block]:
        area = f"mod_{opened.activity.kind}/intro"
        return self.blocks(opened, text_at(opened.detail, "intro"), area)

    def _page(self, opened: Opened) -> list[SourceLesson]:
        content = self.blocks(opened, text_at(opened.detail, "content"), "mod_page/content")
        return self._lesson(opened, content or self._intro(opened))

    def _label(self, opened: Opened) -> list[SourceLesson]:
        """A short text between activities is a heading for those after it; a long one a page."""
        blocks = self._intro(opened)
        words = " ".join(re.sub(r"<[^>]*>", " ", text_at(opened.detail, "intro")).split())
        if all(block["type"] in {"text", "heading"} for block in blocks) and 0 < len(words) <= _LONGEST_LABEL:
            self.group_title = words
            opened.node.keep()
            return []
        return self._lesson(opened, blocks)

    def _resource(self, opened: Opened) -> list[SourceLesson]:
        stored = self.files.within(opened.context, "mod_resource/content")
        if not stored:
            opened.node.skip("file-missing", "The backup does not hold the file.")
            return []
        main = stored[0]
        suffix = PurePosixPath(main.name).suffix.lower()
        if suffix in PAGES:
            return self._lesson(opened, self._html_file(opened, main))
        key = self.files.use(main)
        if suffix in PICTURES:
            return self._lesson(
                opened, [{"type": "image", "file": file_address(key), "alt": opened.title, "caption": ""}]
            )
        if suffix in FILMS:
            video = SourceVideo(provider="file", file_key=key)
            return [SourceLesson(opened.key, "video", opened.title, video=video, estimated_minutes=5)]
        download = SourceDocument(key, _plain(text_at(opened.detail, "intro")))
        return [SourceLesson(opened.key, "document", opened.title, download=download, estimated_minutes=5)]

    def _html_file(self, opened: Opened, stored: StoredFile) -> list[Block]:
        try:
            page = read_html_page(self.reader.folder.read(stored.path), opened.node)
        except PackageTooLarge as problem:
            opened.node.skip("page-too-large", problem.detail or problem.title)
            return []
        self.reader.node(stored.path).keep(opened.key)
        return self.blocks(opened, page.body, "mod_resource/content")

    def _folder(self, opened: Opened) -> list[SourceLesson]:
        stored = self.files.within(opened.context, "mod_folder/content")
        files: list[Block] = [{"type": "file", "file": file_address(self.files.use(one))} for one in stored]
        return self._lesson(opened, [*self._intro(opened), *files] if files else [])

    def _url(self, opened: Opened) -> list[SourceLesson]:
        address = text_at(opened.detail, "externalurl").strip()
        if film := film_of(address):
            video = SourceVideo(provider=film[0], external_id=film[1])
            return [SourceLesson(opened.key, "video", opened.title, video=video, estimated_minutes=5)]
        if not (web_address(address) or "").startswith("http"):
            opened.node.skip("bad-address", "The link leads nowhere on the web.")
            return []
        link = SourceLink(address, _plain(text_at(opened.detail, "intro")))
        return [SourceLesson(opened.key, "link", opened.title, link=link, estimated_minutes=2)]

    def _book(self, opened: Opened) -> list[SourceLesson]:
        lessons: list[SourceLesson] = []
        for chapter in self._chapters(opened):
            identifier = chapter.get("id") or ""
            content = text_at(chapter, "content")
            blocks = self.blocks(opened, content, "mod_book/chapter", item=identifier)
            key = f"{opened.key}:{identifier}" if lessons else opened.key
            made = self._lesson(opened, blocks, key=key, title=words_at(chapter, "title"))
            for lesson in made:
                lesson.group_title = opened.title
                lesson.is_published = words_at(chapter, "hidden") != "1"
            lessons += made
        return lessons

    def _chapters(self, opened: Opened) -> Iterator[Element]:
        chapters = children_of(child_of(opened.detail, "chapters"), "chapter")
        yield from sorted(chapters, key=lambda one: number_at(one, "pagenum"))

    def _quiz(self, opened: Opened) -> list[SourceLesson]:
        lesson = self.quizzes.lesson(opened.key, opened.detail, opened.context, opened.node)
        return [lesson] if lesson else []

    def _task(self, opened: Opened) -> list[SourceLesson]:
        """What people hand in or discuss: the text that asks for it."""
        kind = opened.activity.kind
        attached = self.files.within(opened.context, f"mod_{kind}/introattachment")
        files: list[Block] = [{"type": "file", "file": file_address(self.files.use(one))} for one in attached]
        blocks = [*self._intro(opened), *files]
        if blocks and kind == "forum":
            opened.node.lose("discussion", "The forum's text came as a page; people cannot answer there.")
        elif blocks:
            opened.node.lose("assignment", "The task came as a page; handing in and grading did not.")
        return self._lesson(opened, blocks)

    def _glossary(self, opened: Opened) -> list[SourceLesson]:
        blocks: list[Block] = []
        entries = children_of(child_of(opened.detail, "entries"), "entry")
        for entry in sorted(entries, key=lambda one: words_at(one, "concept").casefold()):
            blocks.append({"type": "heading", "level": 3, "text": words_at(entry, "concept")[:500] or "–"})
            definition = text_at(entry, "definition")
            blocks += self.blocks(opened, definition, "mod_glossary/entry", item=entry.get("id") or "")
        opened.node.lose("glossary", "The entries came as one page.")
        return self._lesson(opened, [*self._intro(opened), *blocks])


def _plain(markup: str) -> str:
    """The words of the markup."""
    import html

    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())[:5_000]
