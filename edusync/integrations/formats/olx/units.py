"""One vertical to lessons: runs of pages, films and problems become page, video and quiz lessons, in order."""

import re
from dataclasses import dataclass, field

from edusync.assessment.drafts import QuestionDraft
from edusync.integrations.formats.olx.addresses import OlxAddresses
from edusync.integrations.formats.olx.blocks import BlockReader, OlxBlock
from edusync.integrations.formats.olx.films import read_film
from edusync.integrations.formats.olx.problems import read_problem
from edusync.integrations.formats.richtext import document_of
from edusync.integrations.formats.richtext.convert import html_to_blocks
from edusync.integrations.formats.richtext.links import file_address
from edusync.integrations.formats.richtext.shape import Block
from edusync.integrations.formats.text import decode_text
from edusync.integrations.formats.tree import SourceLesson, SourceNode, SourceVideo
from edusync.integrations.formats.xmlfiles import inner_markup

_WIDGET = re.compile(r"<(?:button|input|select|canvas)\b[^>]*\bon[a-z]+\s*=", re.IGNORECASE)
_KEYWORD = re.compile(r"%%[A-Z_]+%%")
_WORDS_PER_MINUTE = 180
MIXED = frozenset(
    {"library_content", "itembank", "conditional", "randomize", "split_test", "wrapper", "vertical"}
)
NOT_HERE = {
    "discussion": "Discussions belong to the forum, which this import does not fill.",
    "lti": "Tools of other sites (LTI) are not connected by an import.",
    "lti_consumer": "Tools of other sites (LTI) are not connected by an import.",
    "openassessment": "Work graded by people, with rubrics, has no lesson kind here yet.",
    "edx_sga": "Work graded by people has no lesson kind here yet.",
    "staffgradedxblock": "Points given by staff have no lesson kind here yet.",
    "poll": "Polls have no lesson kind here yet.",
    "survey": "Surveys have no lesson kind here yet.",
    "done": "Every lesson here has its own button for finishing it.",
    "drag-and-drop-v2": "Drag and drop cannot be graded here.",
    "scorm": "SCORM packages inside a course are not played here yet.",
    "wiki": "The wiki of the source is not part of the course content.",
}


@dataclass(slots=True)
class Part:
    """One block after reading: pieces of a page, a film, or questions."""

    block: OlxBlock
    kind: str
    blocks: list[Block] = field(default_factory=list)
    video: SourceVideo | None = None
    questions: list[QuestionDraft] = field(default_factory=list)
    nodes: list[SourceNode] = field(default_factory=list)


class UnitReader:
    """Reads verticals of one course."""

    def __init__(self, reader: BlockReader, addresses: OlxAddresses, pass_percent: int) -> None:
        self.reader = reader
        self.addresses = addresses
        self.pass_percent = pass_percent

    def lessons(self, unit: OlxBlock, *, title: str, group_title: str) -> list[SourceLesson]:
        """Lessons of a vertical, perhaps none."""
        parts: list[Part] = []
        for block in unit.children or ([unit] if unit.tag not in MIXED else []):
            parts += self._parts(block)
        lessons = []
        for number, run in enumerate(_runs(parts), 1):
            lesson = self._lesson(f"{unit.url_name or unit.path}/{number}", run, title, group_title)
            for part in run:
                for node in part.nodes:
                    node.keep(lesson.key)
            lessons.append(lesson)
        _name_apart(lessons, title)
        return lessons

    def _parts(self, block: OlxBlock) -> list[Part]:
        self.reader.ledger.advance()
        if block.is_repeated:
            return []
        if block.is_hidden():
            block.node.skip("staff-only", "The source shows it to staff only.")
            return []
        if block.tag in MIXED:
            return self._mixed(block)
        if self.reader.is_pointer(block) and block.tag not in NOT_HERE:
            block.node.skip(
                "missing-definition", "The package does not hold the file that this block points to."
            )
            return []
        part = self._part(block)
        if part is None:
            return []
        part.nodes.append(block.node)
        return [part]

    def _mixed(self, block: OlxBlock) -> list[Part]:
        parts: list[Part] = []
        for child in block.children:
            parts += self._parts(child)
        if parts:
            parts[0].nodes.append(block.node)
            if block.tag in {"library_content", "itembank", "randomize", "split_test"}:
                block.node.lose(
                    "random-choice",
                    "The source shows a random part of it to each learner; here all is shown.",
                )
            if block.tag == "conditional":
                block.node.lose(
                    "condition-removed",
                    "The source shows it only under a condition; here it is always shown.",
                )
        else:
            block.node.skip("nothing-inside", "Nothing inside it can be imported.")
        return parts

    def _part(self, block: OlxBlock) -> Part | None:
        if block.tag == "html":
            return self._page(block)
        if block.tag == "annotatable":
            return self._annotated(block)
        if block.tag == "video":
            video = read_film(block, self.reader, self.addresses)
            return Part(block, "video", video=video) if video else None
        if block.tag == "problem":
            title = block.title
            questions = read_problem(block.element, links=self.addresses, node=block.node, title=title)
            return Part(block, "problem", questions=questions) if questions else None
        reason = NOT_HERE.get(block.tag, f"Blocks of the type {block.tag} are not known here.")
        block.node.skip(f"{block.tag}-not-supported"[:60], reason)
        return None

    def _page(self, block: OlxBlock) -> Part | None:
        name = str(block.settings.get("filename") or block.url_name)
        path = f"html/{name}.html"
        content: SourceNode | None = None
        if path in self.reader.paths:
            content = self.reader.node(path, "html-text", block.title)
            markup = decode_text(self.reader.folder.read(path), content)
        else:
            markup = inner_markup(block.element)
        node = content or block.node
        part = Part(block, "page", nodes=[content] if content else [])
        part.blocks = self._blocks(markup, node)
        if part.blocks:
            return part
        if content:
            block.node.skip(content.code or "empty", content.detail)
        return None

    def _blocks(self, markup: str, node: SourceNode) -> list[Block]:
        """Blocks of a page; none when it is only script, style, or a widget of the source's own."""
        if _KEYWORD.search(markup):
            node.lose("keywords", "Places that the source fills with the learner's name or id stay empty.")
            markup = _KEYWORD.sub("", markup)
        blocks = html_to_blocks(markup, links=self.addresses, node=node)
        if not blocks:
            code, detail = (node.code, node.detail) if node.losses else ("empty", "It shows nothing.")
            node.losses.clear()
            node.skip(code, detail)
        elif _WIDGET.search(markup) and _is_short(blocks):
            node.losses.clear()
            node.skip("script-widget", "It is a widget that only works with the source's own script.")
            return []
        return blocks

    def _annotated(self, block: OlxBlock) -> Part | None:
        for note in block.element.iter("annotation"):
            words = ": ".join(filter(None, (note.get("title"), note.get("body"))))
            last = len(note) and note[-1]
            if isinstance(last, int):
                note.text = f"{note.text or ''} ({words})"
            else:
                last.tail = f"{last.tail or ''} ({words})"
            note.tag = "span"
        block.node.lose(
            "annotations-inline",
            "Annotations that the source shows on pointing stand in brackets in the text.",
        )
        blocks = html_to_blocks(inner_markup(block.element), links=self.addresses, node=block.node)
        return Part(block, "page", blocks=blocks) if blocks else None

    def _lesson(self, key: str, run: list[Part], title: str, group_title: str) -> SourceLesson:
        lesson = SourceLesson(key=key, kind="page", title=title, group_title=group_title)
        if run[0].kind == "problem":
            lesson.kind = "quiz"
            lesson.questions = [question for part in run for question in part.questions]
            lesson.pass_percent = self.pass_percent
            lesson.attempts_allowed = _attempts(run)
            lesson.estimated_minutes = max(1, 2 * len(lesson.questions))
        elif len(run) == 1 and run[0].kind == "video":
            lesson.kind = "video"
            lesson.video = run[0].video
            if run[0].video and run[0].video.handouts:
                run[0].block.node.lose(
                    "handout", "The papers beside the film have no place in a video lesson."
                )
        else:
            blocks = [block for part in run for block in _page_blocks(part)]
            lesson.document = document_of(blocks)
            lesson.estimated_minutes = reading_minutes(blocks)
        return lesson


def reading_minutes(blocks: list[Block]) -> int:
    """Minutes to read the blocks, at least one."""
    words = sum(len(re.sub(r"<[^>]*>", " ", str(block)).split()) for block in blocks)
    return max(1, round(words / _WORDS_PER_MINUTE))


def _is_short(blocks: list[Block]) -> bool:
    text = " ".join(re.sub(r"<[^>]*>", " ", block.get("html", "")) for block in blocks)
    return len(text) < 160 and all(block["type"] in {"text", "heading"} for block in blocks)


def _runs(parts: list[Part]) -> list[list[Part]]:
    """Neighbors that make one lesson: problems by themselves, all else together."""
    runs: list[list[Part]] = []
    for part in parts:
        if runs and (runs[-1][0].kind == "problem") == (part.kind == "problem"):
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def _page_blocks(part: Part) -> list[Block]:
    if part.video is None:
        return part.blocks
    video = part.video
    block: Block = {"type": "video", "provider": video.provider, "title": part.block.title[:300]}
    if video.provider == "file":
        block["file"] = file_address(video.file_key)
    elif video.provider == "url":
        block["url"] = video.external_id
    else:
        block["external_id"] = video.external_id
    block["captions"] = [
        {"language": track.language, "label": track.label, "url": file_address(track.file_key)}
        for track in video.captions
    ]
    return [block, *({"type": "file", "file": file_address(key)} for key in video.handouts)]


def _attempts(run: list[Part]) -> int | None:
    """Attempts that the source allows, the most generous of its problems; None is unlimited."""
    given = [str(part.block.settings.get("max_attempts") or "").strip() for part in run]
    numbers = [int(text) for text in given if text.isdigit() and int(text) > 0]
    if len(set(given)) > 1:
        for part in run:
            part.block.node.lose(
                "attempts-per-quiz", "Attempts are counted for the whole quiz, not for each problem."
            )
    return max(numbers) if numbers and len(numbers) == len(run) else None


def _name_apart(lessons: list[SourceLesson], title: str) -> None:
    """Lessons of one unit get different names."""
    if len(lessons) < 2:
        return
    counts: dict[str, int] = {}
    for lesson in lessons:
        kind = {"quiz": "practice", "video": "video"}.get(lesson.kind, "")
        counts[kind] = counts.get(kind, 0) + 1
        name = f"{title}: {kind}" if kind else title
        lesson.title = name if counts[kind] == 1 else f"{name} ({counts[kind]})"
        lesson.title = lesson.title if kind or counts[kind] == 1 else _heading(lesson) or lesson.title


def _heading(lesson: SourceLesson) -> str:
    """First heading of a page, to tell a later part of a unit from the first."""
    for block in (lesson.document or {}).get("blocks", [])[:1]:
        words = (
            block.get("text")
            if block["type"] == "heading"
            else block.get("title")
            if block["type"] == "callout"
            else ""
        )
        if words:
            return f"{lesson.title.removesuffix(')').rpartition(' (')[0]}: {words}"[:200]
    return ""
