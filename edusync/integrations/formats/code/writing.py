"""A snapshot as the texts of a folder."""

import hashlib
from typing import Any

from edusync.courses.slugs import slug_of
from edusync.integrations.formats.archive import safe_path
from edusync.integrations.formats.code.documents import as_markdown
from edusync.integrations.formats.code.yamltext import dump_yaml
from edusync.integrations.problems import UnsafePath

FORMAT = 1
STATE_FILE = ".edusync.yaml"
_FRONT = "---\n"


def code_texts(snapshot: dict[str, Any], *, state: dict[str, Any]) -> dict[str, str]:
    """Texts by path, for everything but the contents of files. `state` is kept in `.edusync.yaml`, with their digests."""
    texts = {"course.yaml": _course(snapshot)}
    overview = as_markdown(snapshot["course"].get("overview"))
    if overview is not None:
        texts["overview.md"] = overview
    width = len(str(len(snapshot["modules"])))
    for number, module in enumerate(snapshot["modules"], start=1):
        folder = f"modules/{_name(number, max(width, 2), module['title'])}"
        _write_module(texts, folder, module)
    paths = file_paths(snapshot)
    if paths:
        listed = {path: {"id": name, **snapshot["files"][name]} for name, path in paths.items()}
        texts["files.yaml"] = dump_yaml(listed)
    digests = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in sorted(texts.items())}
    texts[STATE_FILE] = dump_yaml({**state, "texts": digests})
    return texts


def file_paths(snapshot: dict[str, Any]) -> dict[str, str]:
    """Where each file (by public id) stands in the folder: by its name, numbered where names meet."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name, facts in sorted(snapshot["files"].items()):
        wanted = _file_name(str(facts.get("name") or ""), name)
        stem, dot, ending = wanted.rpartition(".")
        number = 1
        while wanted.casefold() in taken:
            number += 1
            wanted = f"{stem}-{number}.{ending}" if dot else f"{ending}-{number}"
        taken.add(wanted.casefold())
        found[name] = f"files/{wanted}"
    return found


def _file_name(name: str, fallback: str) -> str:
    plain = name.replace("/", "-").replace(":", "-")[-150:].lstrip(".")
    try:
        return safe_path(plain)
    except UnsafePath:
        return fallback


def _name(number: int, width: int, title: str) -> str:
    slug = slug_of(title)[:50].strip("-")
    return f"{number:0{width}d}-{slug}" if slug else f"{number:0{width}d}"


def _course(snapshot: dict[str, Any]) -> str:
    facts = dict(snapshot["course"])
    if as_markdown(facts.get("overview")) is not None:
        facts.pop("overview")
    told = {"format": FORMAT, **facts, "offer": snapshot["offer"]}
    if snapshot["parts"]:
        told["parts"] = snapshot["parts"]
    return dump_yaml(told)


def _write_module(texts: dict[str, str], folder: str, module: dict[str, Any]) -> None:
    facts = {name: value for name, value in module.items() if name not in {"uuid", "lessons"}}
    texts[f"{folder}/module.yaml"] = dump_yaml({"id": module["uuid"], **facts})
    width = max(len(str(len(module["lessons"]))), 2)
    for number, lesson in enumerate(module["lessons"], start=1):
        _write_lesson(texts, f"{folder}/{_name(number, width, lesson['title'])}", lesson)


def _write_lesson(texts: dict[str, str], path: str, lesson: dict[str, Any]) -> None:
    facts = {name: value for name, value in lesson.items() if name not in {"uuid", "content"}}
    facts = {"id": lesson["uuid"], "title": facts.pop("title"), "kind": facts.pop("kind"), **facts}
    content = dict(lesson.get("content", {}))
    if lesson["kind"] == "page" and _write_page(texts, path, facts, content):
        return
    if "questions" in content:
        content["questions"] = [_question(one) for one in content["questions"]]
    texts[f"{path}.yaml"] = dump_yaml({**facts, "content": content})


def _write_page(texts: dict[str, str], path: str, facts: dict[str, Any], content: dict[str, Any]) -> bool:
    """The page as Markdown: what authors see, and beside it what learners read where that differs."""
    if not set(content) <= {"document", "draft"} or "document" not in content:
        return False
    document, draft = as_markdown(content["document"]), None
    if "draft" in content:
        draft = as_markdown(content["draft"])
        if draft is None:
            return False
    if document is None:
        return False
    texts[f"{path}.md"] = _FRONT + dump_yaml(facts) + _FRONT + (document if draft is None else draft)
    if draft is not None:
        texts[f"{path}.published.md"] = document
    return True


def _question(question: dict[str, Any]) -> dict[str, Any]:
    told = {"id": question.get("uuid"), **{name: value for name, value in question.items() if name != "uuid"}}
    stem = as_markdown(question.get("stem"))
    if stem is not None:
        told["stem"] = stem
    return told
