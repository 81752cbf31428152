"""A whole backup to a course: sections are modules, activities lessons; a settled node for every file and activity."""

from collections.abc import Callable
from pathlib import PurePosixPath

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.moodle.activities import ActivityReader
from edusync.integrations.formats.moodle.backup import (
    INDEX,
    Activity,
    Backup,
    BackupReader,
    text_at,
    words_at,
)
from edusync.integrations.formats.moodle.quizzes import QuizMaker
from edusync.integrations.formats.moodle.stored_files import MoodleAddresses, StoredFiles
from edusync.integrations.formats.richtext import html_to_document
from edusync.integrations.formats.tree import Ledger, SourceCourse, SourceLesson, SourceModule, SourceNode
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.problems import EmptyCourse

Progress = Callable[[int, int], None]
# Files of the backup that tell of people, grades and settings: a course takes none of it along.
_LEFT_OUT = {
    "users.xml": ("people", "People come by their own import."),
    "groups.xml": ("groups", "Groups are not imported."),
    "gradebook.xml": ("grades", "The gradebook's settings are not imported."),
    "grade_history.xml": ("grades", "Grades are not imported."),
    "grades.xml": ("grades", "The gradebook's settings are not imported."),
    "completion.xml": ("completion", "Who finished what is not imported."),
    "outcomes.xml": ("outcomes", "Outcomes are not imported."),
    "scales.xml": ("scales", "Scales are not imported."),
    "roles.xml": ("roles", "Roles are not imported."),
    "filters.xml": ("settings", "Settings of the source that have no meaning here."),
    "comments.xml": ("comments", "Comments are not imported."),
    "badges.xml": ("badges", "Badges are not imported."),
    "enrolments.xml": ("people", "Enrollments are not imported."),
    "calendar.xml": ("dates", "Dates are not imported."),
    "competencies.xml": ("competencies", "Competencies are not imported."),
    "inforef.xml": ("settings", "References between files of the backup."),
    "moodle_backup.log": ("system-file", "The log of the backup."),
    ".ARCHIVE_INDEX": ("system-file", "A list of the backup's files."),
}


def find_root(folder: SourceFolder) -> str | None:
    """Folder of the shallowest index; None when there is none."""
    found = [path for path in folder.paths if PurePosixPath(path).name == INDEX]
    if not found:
        return None
    root = min(found, key=lambda path: (path.count("/"), path))
    parent = str(PurePosixPath(root).parent)
    return "" if parent == "." else parent


def is_moodle(folder: SourceFolder) -> bool:
    """Whether the folder holds a backup of Moodle 2.0 or later."""
    return find_root(folder) is not None


def read_moodle(folder: SourceFolder, *, on_progress: Progress | None = None) -> SourceCourse:
    """The course of the backup. Raises BrokenXml, ForbiddenXml, EmptyCourse."""
    root = find_root(folder) or ""
    prefix = f"{root}/" if root else ""
    ledger = Ledger(on_progress)
    for path in folder.paths:
        ledger.list_node(path, "file")
    return MoodleReader(BackupReader(folder.narrowed(root), ledger, prefix)).read()


class MoodleReader:
    """Reads one backup."""

    def __init__(self, reader: BackupReader) -> None:
        self.reader = reader
        self.ledger = reader.ledger
        self.backup: Backup = reader.index()
        self.files = StoredFiles(reader)
        self.lessons = {one.module_id: f"module:{one.module_id}" for one in self.backup.activities}
        self.activities = ActivityReader(
            reader, self.files, self.lessons, QuizMaker(reader, self.files, self.lessons)
        )

    def read(self) -> SourceCourse:
        """The course, all nodes settled."""
        course = self._course()
        nodes = {
            one.module_id: self.ledger.list_node(
                f"{self.reader.prefix}{one.folder or one.module_id}", one.kind or "activity", one.title[:200]
            )
            for one in self.backup.activities
        }
        for section, element, node in self._sections():
            self._read_section(course, section, element, node, nodes)
        placed = {one.module_id for _, element, _ in self._sections() for one in self._activities(element)}
        loose = [one for one in self.backup.activities if one.module_id not in placed]
        if loose:
            self._read_module(course, SourceModule(title=course.title), loose, nodes)
        if not any(course.lessons()):
            raise EmptyCourse
        self._settle()
        course.files = self.files.files
        made = {lesson.key for lesson in course.lessons()}
        course.lesson_aliases = {key: key for key in self.lessons.values() if key in made}
        self.ledger.close()
        return course

    def _course(self) -> SourceCourse:
        root = self.reader.xml("course/course.xml")
        title = words_at(root, "fullname") or self.backup.title or PurePosixPath(self.reader.folder.name).stem
        course = SourceCourse(
            format="moodle",
            identity=self.backup.identity or title[:200],
            title=(title or "Course")[:200],
            language=(words_at(root, "lang").replace("_", "-") or "en")[:16],
            ledger=self.ledger,
        )
        if root is None:
            return course
        node = self.reader.node("course/course.xml")
        context = root.get("contextid") or ""
        links = MoodleAddresses(self.files, context, ("course/summary",), self.lessons)
        summary = text_at(root, "summary")
        if summary.strip():
            course.overview = html_to_document(summary, links=links, node=node)
        pictures = [
            one
            for one in self.files.within(context, "course/overviewfiles")
            if one.media_type.startswith("image/")
        ]
        if pictures:
            course.image_key = self.files.use(pictures[0])
        node.keep()
        node.lose("settings-partly", "Title, summary and language were taken; dates and settings were not.")
        return course

    def _sections(self) -> list[tuple[str, Element, SourceNode]]:
        """Folder, root and node of each section, in the order of the course."""
        found = []
        for folder in self.backup.section_folders:
            path = f"{folder}/section.xml"
            root = self.reader.xml(path)
            if root is not None:
                found.append((folder, root, self.reader.node(path)))
        return sorted(
            found,
            key=lambda one: (
                int(words_at(one[1], "number") or "0") if words_at(one[1], "number").isdigit() else 0
            ),
        )

    def _activities(self, section: Element) -> list[Activity]:
        """Activities of a section in the order that the teacher gave them."""
        identifier = section.get("id") or ""
        order = {one: place for place, one in enumerate(words_at(section, "sequence").split(","))}
        own = [
            one for one in self.backup.activities if one.section_id == identifier or one.module_id in order
        ]
        return sorted(own, key=lambda one: order.get(one.module_id, len(order)))

    def _read_section(
        self,
        course: SourceCourse,
        folder: str,
        section: Element,
        node: SourceNode,
        nodes: dict[str, SourceNode],
    ) -> None:
        number = words_at(section, "number")
        title = words_at(section, "name") or ("General" if number == "0" else f"Section {number}")
        module = SourceModule(title=title[:200])
        summary = text_at(section, "summary")
        links = MoodleAddresses(
            self.files,
            self._course_context(),
            ("course/section",),
            self.lessons,
            item=section.get("id") or "",
        )
        document = html_to_document(summary, links=links, node=node) if summary.strip() else {"blocks": []}
        if document["blocks"]:
            key = f"section:{section.get('id')}"
            module.lessons.append(
                SourceLesson(key, "page", module.title, document=document, estimated_minutes=1)
            )
        is_hidden = words_at(section, "visible") == "0"
        self._read_module(course, module, self._activities(section), nodes, is_hidden=is_hidden)
        if not module.lessons:
            node.skip("nothing-inside", "Nothing inside it can be imported.")
            return
        if is_hidden:
            node.lose(
                "hidden", "The source hides it; its lessons stay unpublished until somebody publishes them."
            )
        node.keep(module.lessons[0].key)

    def _course_context(self) -> str:
        root = self.reader.xml("course/course.xml")
        return (root.get("contextid") or "") if root is not None else ""

    def _read_module(
        self,
        course: SourceCourse,
        module: SourceModule,
        activities: list[Activity],
        nodes: dict[str, SourceNode],
        *,
        is_hidden: bool = False,
    ) -> None:
        self.activities.group_title = ""
        for activity in activities:
            node = nodes[activity.module_id]
            module.lessons += self.activities.lessons_of(activity, node)
            self.ledger.advance()
            self._settle_activity(activity, node)
        for lesson in module.lessons:
            lesson.is_published = lesson.is_published and not is_hidden
        if module.lessons:
            course.modules.append(module)

    def _settle_activity(self, activity: Activity, node: SourceNode) -> None:
        """The files that describe an activity share its fate."""
        for name in (f"{activity.kind}.xml", "module.xml"):
            path = f"{activity.folder}/{name}"
            if path in self.reader.paths:
                file_node = self.reader.node(path)
                if node.lesson_key:
                    file_node.keep(node.lesson_key)
                else:
                    file_node.skip(node.code or "nothing-inside", node.detail or "Nothing of it came along.")

    def _settle(self) -> None:
        used = {file.node_path for file in self.files.files.values()}
        for path in self.reader.folder.paths:
            node = self.reader.node(path)
            name = PurePosixPath(path).name
            if node.path in used:
                node.keep()
            elif node.outcome is not None:
                continue
            elif name in _LEFT_OUT:
                node.skip(*_LEFT_OUT[name])
            elif path.startswith("course/blocks/"):
                node.skip("side-block", "Blocks beside the course are not imported.")
            else:
                node.skip("file-not-used", "Nothing that was imported uses this file.")
