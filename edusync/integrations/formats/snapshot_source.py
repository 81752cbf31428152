"""A snapshot as an importer's source: everything in it is a node, and everything comes along."""

from pathlib import Path
from typing import Any

from edusync.integrations.formats.tree import Ledger, SourceCourse, SourceFile, SourceLesson, SourceModule


def source_of_snapshot(
    kind: str, snapshot: dict[str, Any], files: dict[str, tuple[Path, str]], *, on_progress: Any = None
) -> SourceCourse:
    """The source for a snapshot and its files: (place, name) by public id."""
    ledger = Ledger(on_progress)
    course = snapshot["course"]
    ledger.list_node("course", "course", str(course.get("title", ""))[:200]).keep()
    modules = []
    for module in snapshot["modules"]:
        ledger.list_node(f"module/{module['uuid']}", "module", module["title"]).keep()
        lessons = []
        for lesson in module["lessons"]:
            node = ledger.list_node(f"lesson/{lesson['uuid']}", lesson["kind"], lesson["title"])
            node.keep(lesson["uuid"])
            lessons.append(SourceLesson(key=lesson["uuid"], kind=lesson["kind"], title=lesson["title"]))
        modules.append(SourceModule(title=module["title"], lessons=lessons))
    sources = {}
    for name, (path, file_name) in files.items():
        node_path = f"file/{name}"
        ledger.list_node(node_path, "file", file_name[:200]).keep()
        sources[name] = SourceFile(key=name, name=file_name, path=path, node_path=node_path)
    for _ in ledger.nodes:
        ledger.advance()
    origin = snapshot.get("origin") or {}
    return SourceCourse(
        format=kind,
        identity=str(origin.get("uuid") or "")[:200],
        title=str(course.get("title") or "")[:200],
        ledger=ledger,
        modules=modules,
        files=sources,
        snapshot=snapshot,
    )
