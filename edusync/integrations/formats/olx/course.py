"""A whole OLX course: modules of chapters, lessons of verticals, and a settled node for everything in the package."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.olx.addresses import OlxAddresses
from edusync.integrations.formats.olx.blocks import BlockReader, OlxBlock
from edusync.integrations.formats.olx.leftovers import settle_leftovers
from edusync.integrations.formats.olx.units import UnitReader
from edusync.integrations.formats.richtext import html_to_document
from edusync.integrations.formats.text import decode_text
from edusync.integrations.formats.tree import Ledger, SourceCourse, SourceModule, SourceNode
from edusync.integrations.problems import EmptyCourse

Progress = Callable[[int, int], None]


def find_root(folder: SourceFolder) -> str | None:
    """Folder of the shallowest `course.xml`; None when there is none."""
    found = [path for path in folder.paths if PurePosixPath(path).name == "course.xml"]
    if not found:
        return None
    root = min(found, key=lambda path: (path.count("/"), path))
    parent = str(PurePosixPath(root).parent)
    return "" if parent == "." else parent


def is_olx(folder: SourceFolder) -> bool:
    """Whether the folder holds an OLX course."""
    return find_root(folder) is not None


def read_olx(folder: SourceFolder, *, on_progress: Progress | None = None) -> SourceCourse:
    """The course of the folder. Raises BrokenXml, ForbiddenXml, BrokenData, EmptyCourse."""
    root = find_root(folder) or ""
    prefix = f"{root}/" if root else ""
    ledger = Ledger(on_progress)
    for path in folder.paths:
        ledger.list_node(path, _kind(path.removeprefix(prefix)) if path.startswith(prefix) else "file")
    reader = BlockReader(folder.narrowed(root), ledger, prefix)
    tree = reader.read_course()
    addresses = OlxAddresses(
        reader.folder, {block.url_name for block in tree.walk() if block.url_name}, prefix
    )
    course = _course(reader, tree, addresses)
    settle_leftovers(reader, addresses, tree)
    course.files = addresses.files
    ledger.close()
    return course


def _kind(path: str) -> str:
    parts = PurePosixPath(path).parts
    if len(parts) == 1:
        return "course" if path == "course.xml" else "file"
    if parts[0] == "html":
        return "html-text" if path.endswith(".html") else "html"
    return {"policies": "policy", "static": "static", "about": "about", "info": "info"}.get(
        parts[0], parts[0]
    )[:60]


def _course(reader: BlockReader, tree: OlxBlock, addresses: OlxAddresses) -> SourceCourse:
    settings = tree.settings
    org, number = settings.get("org", ""), settings.get("course", "")
    course = SourceCourse(
        format="olx",
        identity=f"{org}/{number}/{tree.url_name}"[:200],
        title=(tree.title or number or tree.url_name or "Course")[:200],
        language=str(settings.get("language") or "en")[:16],
        ledger=reader.ledger,
    )
    tree.node.keep()
    tree.node.title = course.title
    _read_about(reader, addresses, course)
    image = str(settings.get("course_image") or "")
    course.image_key = (addresses.use(image) or "") if image else ""
    units = UnitReader(reader, addresses, _pass_percent(reader))
    for chapter in tree.children:
        _read_chapter(reader, course, units, chapter)
    if not any(course.lessons()):
        raise EmptyCourse
    _alias_parents(course, tree)
    return course


def _read_about(reader: BlockReader, addresses: OlxAddresses, course: SourceCourse) -> None:
    overview = _text(reader, "about/overview.html")
    if overview:
        course.overview = html_to_document(overview[1], links=addresses, node=overview[0])
        overview[0].keep()
    short = _text(reader, "about/short_description.html")
    if short:
        words = " ".join(short[1].split())
        course.tagline = words if len(words) <= 200 else words[:199].rsplit(" ", 1)[0] + "…"
        short[0].keep()
        if len(words) > 200:
            short[0].lose("shortened", "The short description was cut to 200 letters.")


def _text(reader: BlockReader, path: str) -> tuple[SourceNode, str] | None:
    if path not in reader.paths:
        return None
    node = reader.node(path, "about")
    text = decode_text(reader.folder.read(path), node)
    if not text.strip():
        node.skip("empty", "The file is empty.")
        return None
    return node, text


def _pass_percent(reader: BlockReader) -> int:
    """Lowest passing grade of the source's grading policy, 60 when it has none."""
    for path in sorted(reader.paths):
        if path.startswith("policies/") and path.endswith("grading_policy.json"):
            policy: Any = reader.read_json(path)
            cutoffs = policy.get("GRADE_CUTOFFS") if isinstance(policy, dict) else None
            values = [value for value in (cutoffs or {}).values() if isinstance(value, int | float)]
            if values and 0 <= min(values) <= 1:
                return round(100 * min(values))
    return 60


def _read_chapter(reader: BlockReader, course: SourceCourse, units: UnitReader, chapter: OlxBlock) -> None:
    if chapter.tag != "chapter" or reader.is_pointer(chapter):
        reader.ledger.advance()
        is_lost = chapter.tag == "chapter"
        chapter.node.skip(
            "missing-definition" if is_lost else f"{chapter.tag}-not-supported"[:60],
            "The package does not hold the file that this block points to."
            if is_lost
            else f"A block of the type {chapter.tag} directly in the course has no place here.",
        )
        return
    module = SourceModule(title=(chapter.title or "Module")[:200])
    for sequential in chapter.children:
        first = len(module.lessons)
        _read_sequential(reader, module, units, sequential, course)
        if chapter.is_hidden() or sequential.is_hidden():
            for lesson in module.lessons[first:]:
                lesson.is_published = False
    if module.lessons:
        chapter.node.keep(module.lessons[0].key)
        _report_dates(chapter)
        course.modules.append(module)
    else:
        chapter.node.skip("nothing-inside", "Nothing inside it can be imported.")


def _read_sequential(
    reader: BlockReader, module: SourceModule, units: UnitReader, sequential: OlxBlock, course: SourceCourse
) -> None:
    reader.ledger.advance()
    if reader.is_pointer(sequential):
        sequential.node.skip(
            "missing-definition", "The package does not hold the file that this block points to."
        )
        return
    group = sequential.title[:200] if sequential.tag == "sequential" else ""
    found = []
    for unit in sequential.children if sequential.tag == "sequential" else [sequential]:
        reader.ledger.advance()
        title = (unit.title or sequential.title or module.title)[:170]
        lessons = units.lessons(unit, title=title, group_title=group)
        found += lessons
        if lessons:
            unit.node.keep(lessons[0].key)
            _report_dates(unit)
            for lesson in lessons:
                lesson.is_published = not unit.is_hidden()
            for block in unit.walk():
                course.lesson_aliases.setdefault(block.url_name, block.node.lesson_key or lessons[0].key)
        elif reader.is_pointer(unit):
            unit.node.skip(
                "missing-definition", "The package does not hold the file that this block points to."
            )
        else:
            unit.node.skip("nothing-inside", "Nothing inside it can be imported.")
    module.lessons += found
    if found:
        sequential.node.keep(found[0].key)
        _report_dates(sequential)
    else:
        sequential.node.skip("nothing-inside", "Nothing inside it can be imported.")


def _report_dates(block: OlxBlock) -> None:
    node, settings = block.node, block.settings
    if any(settings.get(name) for name in ("start", "due", "end", "relative_weeks_due")):
        node.lose("dates", "Dates of the source (begin, due) are not set.")
    if settings.get("format") or str(settings.get("graded", "")).lower() == "true":
        node.lose("grading-group", "Its place in the source's grading policy is not carried over.")
    if block.is_hidden():
        node.lose(
            "staff-only",
            "The source shows it to staff only; its lessons stay unpublished until somebody publishes them.",
        )
    if settings.get("group_access") not in (None, "", "{}"):
        node.lose("group-access", "The source shows it to some groups only; here everybody sees it.")
    if str(settings.get("prereq", settings.get("required_content", "")) or "") not in {"", "[]", "False"}:
        node.lose("prerequisite", "The source opens it only after something else is passed; here it is open.")


def _alias_parents(course: SourceCourse, tree: OlxBlock) -> None:
    """Links to a block without lesson lead to the nearest lesson around or after it."""
    first = next(course.lessons()).key
    for chapter in tree.children:
        for block in (chapter, *chapter.children):
            course.lesson_aliases.setdefault(
                block.url_name, block.node.lesson_key or chapter.node.lesson_key or first
            )
        for block in chapter.walk():
            course.lesson_aliases.setdefault(block.url_name, chapter.node.lesson_key or first)
    course.lesson_aliases.setdefault(tree.url_name, first)
