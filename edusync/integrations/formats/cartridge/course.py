"""A whole cartridge to a course: modules of its outline, lessons of its resources, a settled node for every file and item."""

from collections.abc import Callable
from pathlib import PurePosixPath

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.cartridge.addresses import CartridgeFiles
from edusync.integrations.formats.cartridge.canvas import read_canvas
from edusync.integrations.formats.cartridge.manifest import Manifest, Resource, read_manifest
from edusync.integrations.formats.cartridge.outline import Place, PlacedModule, place_items
from edusync.integrations.formats.cartridge.resources import PAGES, ResourceReader
from edusync.integrations.formats.richtext.links import file_address
from edusync.integrations.formats.richtext.shape import document_of
from edusync.integrations.formats.tree import Ledger, SourceCourse, SourceLesson, SourceModule, SourceNode
from edusync.integrations.formats.xmlfiles import parse_xml
from edusync.integrations.problems import EmptyCourse

Progress = Callable[[int, int], None]
MANIFEST = "imsmanifest.xml"
_SYSTEM = ("__MACOSX/", ".")


def find_root(folder: SourceFolder) -> str | None:
    """Folder of the shallowest manifest; None when there is none."""
    found = [path for path in folder.paths if PurePosixPath(path).name.lower() == MANIFEST]
    if not found:
        return None
    root = min(found, key=lambda path: (path.count("/"), path))
    parent = str(PurePosixPath(root).parent)
    return "" if parent == "." else parent


def is_cartridge(folder: SourceFolder) -> bool:
    """Whether the folder has a manifest that is a cartridge's; packages of SCORM have one, too."""
    root = find_root(folder)
    if root is None:
        return False
    inside = folder.narrowed(root)
    head = inside.read(_manifest_path(inside))[:20_000].lower()
    return b"imscc" in head or b"common cartridge" in head


def _manifest_path(folder: SourceFolder) -> str:
    return next(path for path in folder.paths if path.lower() == MANIFEST)


def read_cartridge(folder: SourceFolder, *, on_progress: Progress | None = None) -> SourceCourse:
    """The course of the package. Raises BrokenXml, ForbiddenXml, EmptyCourse."""
    root = find_root(folder) or ""
    prefix = f"{root}/" if root else ""
    ledger = Ledger(on_progress)
    for path in folder.paths:
        ledger.list_node(path, _kind(path.removeprefix(prefix)))
    return CartridgeReader(folder.narrowed(root), ledger, prefix).read()


def _kind(path: str) -> str:
    if path.lower() == MANIFEST:
        return "manifest"
    return "page" if PurePosixPath(path).suffix.lower() in PAGES else "file"


class CartridgeReader:
    """Reads one cartridge."""

    def __init__(self, folder: SourceFolder, ledger: Ledger, prefix: str) -> None:
        self.folder, self.ledger, self.prefix = folder, ledger, prefix
        path = _manifest_path(folder)
        node = ledger.list_node(f"{prefix}{path}", "manifest")
        self.manifest: Manifest = read_manifest(parse_xml(folder.read(path), path=path, node=node))
        node.keep()
        self.canvas = read_canvas(folder, ledger, prefix)
        self.files = CartridgeFiles(folder, prefix)
        self.lessons: dict[str, str] = {}
        self.reader = ResourceReader(
            folder, ledger, prefix, files=self.files, canvas=self.canvas, lessons=self.lessons
        )

    def read(self) -> SourceCourse:
        """The course, all nodes settled."""
        title = self.manifest.title or self.canvas.title or PurePosixPath(self.folder.name).stem or "Course"
        course = SourceCourse(
            format="cartridge",
            identity=(self.manifest.identifier or title)[:200],
            title=title[:200],
            language=(self.manifest.language or "en")[:16],
            tagline=_shortened(self.manifest.description),
            ledger=self.ledger,
        )
        modules = place_items(self.manifest, self.canvas, course_title=course.title)
        nodes = self._list_items(modules)
        more = self._unplaced(modules)
        for module in [*modules, *more]:
            for place in module.places:
                self._note(place)
        for module in [*modules, *more]:
            self._read_module(course, module, nodes)
        if not any(course.lessons()):
            raise EmptyCourse
        self._find_image(course)
        self._settle_files(course)
        course.files = self.files.files
        course.lesson_aliases = {key: key for key in self.lessons.values()}
        self.ledger.close()
        return course

    def _list_items(self, modules: list[PlacedModule]) -> dict[int, SourceNode]:
        """A node for each item of the outline, before the first is read, so that progress has an end."""
        nodes = {}
        for module in modules:
            for item in ([module.item] if module.item else []) + [p.item for p in module.places if p.item]:
                path = f"{self.prefix}{MANIFEST}#{item.identifier}"[:400]
                nodes[id(item)] = self.ledger.list_node(path, "item", item.title[:200])
        return nodes

    def _note(self, place: Place) -> None:
        """Links to the resource and to its file lead to this lesson."""
        resource = place.resource
        if resource is None:
            return
        self.lessons.setdefault(resource.identifier, place.key)
        path = self.files.find(resource.href)
        if path and PurePosixPath(path).suffix.lower() in PAGES | {".xml"}:
            self.lessons.setdefault(path, place.key)
            self.lessons.setdefault(PurePosixPath(path).stem, place.key)

    def _unplaced(self, modules: list[PlacedModule]) -> list[PlacedModule]:
        """Pages, topics and quizzes that the outline does not show: a last module holds them."""
        shown = {place.resource.identifier for module in modules for place in module.places if place.resource}
        needed = {one for resource in self.manifest.resources.values() for one in resource.dependencies}
        module = PlacedModule("More material", None)
        for resource in self.manifest.resources.values():
            if resource.identifier in shown or not self._is_lesson(resource, needed):
                continue
            is_bank = "question-bank" in resource.type
            module.places.append(Place(resource.identifier, "", "", is_bank, resource))
        return [module] if module.places else []

    def _is_lesson(self, resource: Resource, needed: set[str]) -> bool:
        if resource.is_a("imsqti", "imsdt", "imswl", "assignment"):
            return resource.identifier not in needed or not resource.is_a("imsdt")
        path = self.files.find(resource.href)
        if path is None or path.startswith("course_settings/"):
            return False
        is_page = PurePosixPath(path).suffix.lower() in PAGES
        return is_page and resource.identifier not in needed

    def _read_module(self, course: SourceCourse, placed: PlacedModule, nodes: dict[int, SourceNode]) -> None:
        module = SourceModule(title=placed.title[:200])
        for place in placed.places:
            node = nodes.get(id(place.item)) or self._file_node(place)
            self.ledger.advance()
            lesson = self.reader.lesson(place, node)
            if lesson is None:
                continue
            lesson.title = (place.title or lesson.title or "Lesson")[:200]
            lesson.group_title = place.group_title[:200]
            lesson.is_published = not place.is_hidden
            if place.is_hidden:
                node.lose(
                    "hidden", "The source hides it; the lesson stays unpublished until somebody publishes it."
                )
            node.keep(lesson.key)
            self._keep_file(place, lesson, node)
            module.lessons.append(lesson)
        if placed.item is not None and id(placed.item) in nodes:
            heading = nodes[id(placed.item)]
            if module.lessons:
                heading.keep(module.lessons[0].key)
            else:
                heading.skip("nothing-inside", "Nothing inside it can be imported.")
        if module.lessons:
            course.modules.append(module)

    def _file_node(self, place: Place) -> SourceNode:
        path = self.files.find(place.resource.href) if place.resource else None
        return self.ledger.list_node(f"{self.prefix}{path or place.key}"[:400], "page")

    def _keep_file(self, place: Place, lesson: SourceLesson, node: SourceNode) -> None:
        """The file behind an item shares its fate."""
        for name in place.resource.files if place.resource else ():
            path = self.files.find(name)
            file_node = self.ledger.find(f"{self.prefix}{path}") if path else None
            if file_node is not None and file_node is not node and path not in self.files.files:
                file_node.keep(lesson.key)

    def _find_image(self, course: SourceCourse) -> None:
        resource = self.manifest.resources.get(self.canvas.image)
        path = self.files.find(resource.href) if resource else None
        if path:
            course.image_key = self.files.use(path)

    def _settle_files(self, course: SourceCourse) -> None:
        """Files that pages show are kept; what nothing shows is offered on a page of its own."""
        loose: list[str] = []
        declared = {self.files.find(name) for one in self.manifest.resources.values() for name in one.files}
        for path in self.folder.paths:
            node = self.ledger.list_node(f"{self.prefix}{path}", "file")
            if path in self.files.files:
                node.keep()
            elif node.outcome is None and path.startswith(_SYSTEM):
                node.skip("system-file", "A file of the operating system.")
            elif node.outcome is None and path in declared and not path.lower().endswith(".xml"):
                loose.append(path)
            elif node.outcome is None:
                node.skip("file-not-used", "Nothing that was imported uses this file.")
        if loose:
            self._add_files_page(course, loose)

    def _add_files_page(self, course: SourceCourse, paths: list[str]) -> None:
        key = "files-of-the-course"
        blocks = [{"type": "file", "file": file_address(self.files.use(path))} for path in paths]
        for path in paths:
            self.ledger.list_node(f"{self.prefix}{path}", "file").keep(key)
        lesson = SourceLesson(key, "page", "Files", estimated_minutes=1, document=document_of(blocks))
        course.modules[-1].lessons.append(lesson)


def _shortened(words: str) -> str:
    return words if len(words) <= 200 else words[:199].rsplit(" ", 1)[0] + "…"
