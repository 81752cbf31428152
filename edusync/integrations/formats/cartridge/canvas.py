"""What Canvas writes beside the standard: states of modules and items, settings of the course and of assignments."""

from dataclasses import dataclass, field

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.cartridge.manifest import text_of_child
from edusync.integrations.formats.richtext.shape import tag_of
from edusync.integrations.formats.tree import Ledger
from edusync.integrations.formats.xmlfiles import parse_xml
from edusync.integrations.problems import BrokenXml, ForbiddenXml

FOLDER = "course_settings/"


@dataclass(slots=True)
class CanvasFacts:
    """`hidden` holds identifiers of modules and items that are not published; `links` addresses of external items."""

    title: str = ""
    image: str = ""
    hidden: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    headings: set[str] = field(default_factory=set)


def read_canvas(folder: SourceFolder, ledger: Ledger, prefix: str) -> CanvasFacts:
    """The facts of the settings folder; empty for a cartridge that Canvas did not write."""
    facts = CanvasFacts()
    for path in folder.paths:
        if not path.startswith(FOLDER):
            continue
        node = ledger.list_node(f"{prefix}{path}", "settings")
        name = path.removeprefix(FOLDER)
        if name not in {"module_meta.xml", "course_settings.xml"}:
            node.skip("settings", "Settings of the source that have no meaning here.")
            continue
        try:
            root = parse_xml(folder.read(path), path=path, node=node)
        except (BrokenXml, ForbiddenXml) as problem:
            node.skip("broken-xml", problem.detail or problem.title)
            continue
        if name == "module_meta.xml":
            _read_modules(root, facts)
        else:
            facts.title = text_of_child(root, "title")[:200]
            facts.image = text_of_child(root, "image_identifier_ref")
        node.keep()
        node.lose(
            "settings-partly", "Titles and states were taken; dates, grading and requirements were not."
        )
    return facts


def _read_modules(root, facts: CanvasFacts) -> None:  # type: ignore[no-untyped-def]
    for element in root.iter():
        if tag_of(element) not in {"module", "item"}:
            continue
        identifier = element.get("identifier") or ""
        if text_of_child(element, "workflow_state") in {"unpublished", "deleted"}:
            facts.hidden.add(identifier)
        if text_of_child(element, "content_type") == "ContextModuleSubHeader":
            facts.headings.add(identifier)
        if address := text_of_child(element, "url"):
            facts.links[identifier] = address
