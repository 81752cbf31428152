"""A whole folder of Markdown to a course."""

import re
from collections.abc import Callable
from html import escape
from pathlib import PurePosixPath

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.markdown.addresses import FileShelf, PageAddresses
from edusync.integrations.formats.markdown.dialect import renderer, to_tree
from edusync.integrations.formats.markdown.divisions import DivisionReader
from edusync.integrations.formats.markdown.layout import Layout, find_root, is_page, read_layout
from edusync.integrations.formats.markdown.pages import MarkdownPage, natural, read_page
from edusync.integrations.formats.richtext.convert import tree_to_blocks
from edusync.integrations.formats.richtext.links import file_address
from edusync.integrations.formats.richtext.shape import Block, document_of, text_of
from edusync.integrations.formats.tree import Ledger, SourceCourse, SourceLesson, SourceModule
from edusync.integrations.problems import EmptyCourse

Progress = Callable[[int, int], None]
_DATA = frozenset(
    [
        ".csv",
        ".tsv",
        ".txt",
        ".json",
        ".geojson",
        ".zip",
        ".gz",
        ".tgz",
        ".xlsx",
        ".xls",
        ".ods",
        ".py",
        ".ipynb",
        ".sh",
        ".r",
        ".rmd",
        ".sql",
        ".db",
        ".sqlite",
        ".pdf",
        ".docx",
        ".odt",
        ".pptx",
        ".odp",
        ".dat",
        ".h5",
        ".nc",
        ".fasta",
        ".fastq",
        ".xml",
        ".yml",
        ".tex",
        ".bib",
    ]
)
_PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".odg", ".ai", ".eps", ".tif", ".tiff", ".drawio"}
)
_WORDS_PER_MINUTE = 180
_MAX_PAGE = 512 * 1024


def is_markdown(folder: SourceFolder) -> bool:
    """Whether there is any page of Markdown."""
    return any(is_page(path) for path in folder.paths)


def read_markdown(folder: SourceFolder, *, on_progress: Progress | None = None) -> SourceCourse:
    """The course of the folder. Raises BrokenData, EmptyCourse."""
    root = find_root(folder)
    prefix = f"{root}/" if root else ""
    ledger = Ledger(on_progress)
    for path in folder.paths:
        ledger.list_node(path, "page" if is_page(path) else "file")
    return MarkdownReader(folder.narrowed(root), ledger, prefix).read()


class MarkdownReader:
    """Reads one folder."""

    def __init__(self, folder: SourceFolder, ledger: Ledger, prefix: str) -> None:
        self.folder = folder
        self.ledger = ledger
        self.prefix = prefix
        self.layout: Layout = read_layout(folder)
        self.pages: dict[str, MarkdownPage] = {}
        self.shelf = FileShelf(folder, set(self.layout.pages()), prefix)

    def read(self) -> SourceCourse:
        """The course, all nodes settled."""
        for path in [*self.layout.pages(), *([self.layout.start] if self.layout.start else [])]:
            node = self.ledger.list_node(f"{self.prefix}{path}", "page")
            content = self.folder.read(path, limit=_MAX_PAGE)
            self.pages[path] = read_page(path, content, node)
        course = self._course()
        for title, paths in self.layout.modules:
            module = SourceModule(title=(title or course.title)[:200])
            ordered = paths if title in {"Before you start", "Episodes", "Reference"} else self._sorted(paths)
            for path in ordered:
                module.lessons += self._lesson(self.pages[path], course)
            if module.lessons:
                course.modules.append(module)
        if not course.modules:
            raise EmptyCourse
        self._settle(course)
        course.files = self.shelf.files
        self.ledger.close()
        return course

    def _sorted(self, paths: list[str]) -> list[str]:
        """By front matter, start pages first, then by name."""

        def key(path: str) -> tuple[float, bool, list[tuple[int, int, str]]]:
            is_start = PurePosixPath(path).stem.lower() in {"index", "readme", "_index"}
            return (self.pages[path].order, not is_start, natural(path))

        return sorted(paths, key=key)

    def _course(self) -> SourceCourse:
        config, start = self.layout.config, self.pages.get(self.layout.start)
        title = (
            config.get("title")
            or (start.front.get("title") if start else "")
            or (start.title if start else "")
        )
        if not title or str(title).lower() in {"index", "readme", "home"}:
            title = (
                PurePosixPath(self.folder.name).name.removesuffix(".zip").removesuffix(".tar.gz") or "Course"
            )
        source = config.get("source") or config.get("repository") or config.get("url") or title
        course = SourceCourse(
            format="markdown",
            identity=str(source)[:200],
            title=str(title)[:200],
            language=str(config.get("lang") or config.get("language") or "en")[:16],
            ledger=self.ledger,
        )
        if self.layout.config_path:
            node = self.ledger.list_node(f"{self.prefix}{self.layout.config_path}", "file")
            node.keep()
            node.lose(
                "settings-partly", "Title, language and order were taken; the rest has no meaning here."
            )
        if start:
            course.overview = document_of(self._blocks(start, course))
            start.node.keep()
        return course

    def _blocks(self, page: MarkdownPage, course: SourceCourse) -> list[Block]:
        divisions = DivisionReader(self.ledger, f"{self.prefix}{page.path}")
        links = PageAddresses(self.shelf, page.path)
        body = "\n\n".join(
            filter(None, (_front_box(page, "questions"), _front_box(page, "objectives"), page.body))
        )
        body = "\n\n".join(filter(None, (body, _front_box(page, "keypoints"))))
        listed = len(self.ledger.nodes)
        tree = to_tree(body, divisions=divisions, page=page.node)
        boxes = (box for box in tree.iter("div") if box.get("class") == "objectives")
        first = next((item for box in boxes for item in box.iter("li")), None)
        if first is not None:
            course.outcomes.append(text_of(first)[:300])
        blocks = tree_to_blocks(tree, links=links, node=page.node)
        for node in divisions.nodes:
            node.keep(page.path)
        for _ in range(len(self.ledger.nodes) - listed + 1):
            self.ledger.advance()
        return blocks

    def _lesson(self, page: MarkdownPage, course: SourceCourse) -> list[SourceLesson]:
        blocks = self._blocks(page, course)
        if not blocks:
            page.node.skip("empty", "The page shows nothing.")
            return []
        page.node.keep(page.path)
        course.lesson_aliases[page.path] = page.path
        words = len(re.sub(r"<[^>]*>", " ", " ".join(str(block) for block in blocks)).split())
        minutes = page.minutes() or max(1, round(words / _WORDS_PER_MINUTE))
        document = document_of(blocks)
        return [SourceLesson(page.path, "page", page.title, estimated_minutes=minutes, document=document)]

    def _settle(self, course: SourceCourse) -> None:
        data: list[str] = []
        for path in self.folder.paths:
            node = self.ledger.list_node(f"{self.prefix}{path}", "file")
            if path in self.layout.left_out:
                node.skip(*self.layout.left_out[path])
            elif path in self.shelf.files:
                node.keep()
            elif node.outcome is None:
                self._settle_unused(path, data)
        if data:
            self._add_data_page(course, data)
        for node in self.ledger.nodes:
            if node.outcome is None and not node.path.startswith(self.prefix):
                node.skip("outside-course", "The file stands outside the folder of the course.")

    def _settle_unused(self, path: str, data: list[str]) -> None:
        node = self.ledger.list_node(f"{self.prefix}{path}", "file")
        suffix, name = PurePosixPath(path).suffix.lower(), PurePosixPath(path).name
        if name.startswith((".", "._")) or path.startswith("__MACOSX/"):
            node.skip("system-file", "A file of the operating system.")
        elif suffix in _PICTURES:
            node.skip("file-not-used", "No imported page shows this picture.")
        elif suffix in _DATA and "/" in path and not path.startswith(("_", ".", "bin/")):
            data.append(path)
        else:
            node.skip("file-not-used", "No imported page uses this file.")

    def _add_data_page(self, course: SourceCourse, paths: list[str]) -> None:
        """Data that pages speak of without a link is offered on a page of its own."""
        key = "files-of-the-course"
        blocks: list[Block] = [{"type": "text", "html": "<p>Files that the lessons work with.</p>"}]
        for path in sorted(paths, key=natural):
            blocks.append({"type": "file", "file": file_address(self.shelf.use(path))})
            self.ledger.list_node(f"{self.prefix}{path}", "file").keep(key)
        lesson = SourceLesson(key, "page", "Files", estimated_minutes=1, document=document_of(blocks))
        course.lesson_aliases[key] = key
        course.modules[-1].lessons.append(lesson)


def _front_box(page: MarkdownPage, name: str) -> str:
    """Lists that older lessons keep in the front matter, as a box."""
    items = page.listed(name)
    if not items:
        return ""
    written = "".join(f"<li>{renderer().renderInline(item) if item else escape(item)}</li>" for item in items)
    return f'<div class="{name}"><ul>{written}</ul></div>\n'
