"""Checks of what stands in pages: alternative texts, headings, links, versions of two authors left side by side.

Imported by the app's tasks, so that the checklist knows them. Each check reads all pages of the course in one query.
"""

import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from edusync.courses.blocks import every_block, images_without_alt, own_id
from edusync.courses.blocks.document import CONFLICT
from edusync.courses.blocks.markdown.html_tree import Element, Node, parse
from edusync.courses.blocks.references import HTML_BLOCKS
from edusync.courses.checklist import Finding, register_check
from edusync.courses.models import Course, Lesson, Page
from edusync.courses.queries.lessons import live_lessons
from edusync.courses.services.pages import authored_document
from edusync.files.queries import files_by_uuid

# Words that say nothing about where a link leads, in the languages of the screens.
POOR_WORDS = frozenset(
    {
        *("here", "click here", "this", "this link", "link", "more", "read more", "see here", "click"),
        *("இங்கே", "இங்கு", "மேலும்", "இந்த இணைப்பு", "இணைப்பு"),
        *("هنا", "اضغط هنا", "المزيد", "رابط"),
    }
)
_LESSON = re.compile(r"/learn/[\w-]+/(\d{1,18})/?")
_FILE = re.compile(r"/files/([0-9a-fA-F-]{36})(?:/.*)?")

LinkPlace = tuple[int, str, str]


def check_pages(course: Course) -> Iterator[Finding]:
    """Everything about the pages that learners see, or would see once the drafts are published."""
    pages = list(live_pages(course))
    links: list[LinkPlace] = []
    for lesson_id, document in pages:
        yield from _page_findings(lesson_id, document)
        links += [(lesson_id, block, target) for block, target, _ in document_links(document)]
    dead = dead_targets({target for _, _, target in links}, course_id=course.pk)
    for lesson_id, block, target in links:
        if target in dead:
            yield Finding(
                "link-broken", "warning", f"A link leads to nothing here: {target[:120]}", lesson_id, block
            )


def live_pages(course: Course) -> Iterator[tuple[int, dict[str, Any]]]:
    """Lesson id and document of each page that learners can open, drafts first, in one query."""
    lessons = live_lessons(course.pk).filter(kind=Lesson.Kind.PAGE)
    rows = Page.objects.filter(lesson__in=lessons.order_by().values("pk")).order_by("lesson_id")
    for page in rows.only("document", "draft"):
        yield page.pk, authored_document(page)


def _page_findings(lesson_id: int, document: dict[str, Any]) -> Iterator[Finding]:
    for block in images_without_alt(document):
        yield Finding("image-without-alt", "warning", "A picture has no alternative text.", lesson_id, block)
    for name in skipped_headings(document):
        yield Finding("heading-skips", "warning", "A heading skips a rank.", lesson_id, name)
    for block, _, words in document_links(document):
        if " ".join(words.lower().split()).strip(" .…:»>") in POOR_WORDS:
            text = f"The words of a link do not say where it leads: “{words.strip()[:60]}”."
            yield Finding("link-words-poor", "warning", text, lesson_id, block)
    for one in every_block(document):
        if CONFLICT in one:
            text = "Two authors changed the same words; both versions are in the page."
            yield Finding("words-in-conflict", "error", text, lesson_id, own_id(one))


def skipped_headings(document: dict[str, Any]) -> list[str]:
    """Ids of headings that stand more than one rank below the one before; the page's title is rank 1."""
    found, rank = [], 1
    for block in every_block(document):
        if block["type"] != "heading" or not block["text"].strip():
            continue
        if block["level"] > rank + 1:
            found.append(own_id(block))
        rank = block["level"]
    return found


def document_links(document: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Block id, target and words of every link in a document."""
    for block in every_block(document):
        name = own_id(block)
        if block["type"] == "link_card":
            yield name, block["url"], block["title"] or block["url"]
        for markup in _markup_of(block):
            if "<a" in markup:
                for target, words in _anchors(parse(markup)):
                    yield name, target, words


def _markup_of(block: dict[str, Any]) -> Iterable[str]:
    if block["type"] in HTML_BLOCKS:
        return [block["html"]]
    if block["type"] == "table":
        return [cell for row in (block["header"], *block["rows"]) for cell in row]
    return []


def _anchors(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, Element):
            if node.tag == "a" and node.attributes.get("href"):
                yield node.attributes["href"], node.text
            yield from _anchors(node.children)


def dead_targets(targets: set[str], *, course_id: int) -> set[str]:
    """Which of these addresses name a lesson or file of this site that is not there, in two queries at most."""
    lessons = {target: int(found[1]) for target in targets if (found := _match(_LESSON, target))}
    files = {target: found[1] for target in targets if (found := _match(_FILE, target))}
    there = set()
    if lessons:
        rows = Lesson.objects.filter(pk__in=set(lessons.values()), deleted_at=None, course__deleted_at=None)
        there = set(rows.values_list("pk", flat=True))
    dead = {target for target, lesson_id in lessons.items() if lesson_id not in there}
    wanted = {target: _uuid(value) for target, value in files.items()}
    known = files_by_uuid({value for value in wanted.values() if value}) if wanted else {}
    return dead | {target for target, value in wanted.items() if value not in known}


def _match(pattern: re.Pattern[str], target: str) -> re.Match[str] | None:
    return pattern.fullmatch(urlsplit(target).path) if target.startswith("/") else None


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


register_check("pages", check_pages)
