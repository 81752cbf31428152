"""Settles the nodes no lesson leads to: policies, static files, pages about the course, files of Studio."""

from pathlib import PurePosixPath
from typing import Any

from edusync.integrations.formats.olx.addresses import OlxAddresses
from edusync.integrations.formats.olx.blocks import BlockReader, OlxBlock
from edusync.integrations.formats.tree import SourceNode

_TAKEN_SETTINGS = frozenset({"display_name", "language", "course_image"})
_CODE_FILES = frozenset({".css", ".js", ".woff", ".woff2", ".ttf", ".eot", ".otf", ".map"})
_REASONS = {
    "about": ("about-page", "This page about the course has no place here."),
    "info": ("course-updates", "News and handouts of the source are not part of the course content."),
    "assets": ("list-of-files", "The source's list of its files is not needed: the files tell themselves."),
    "drafts": ("draft", "Unpublished drafts of the source are not imported."),
    "tabs": ("tab", "Extra pages in the source's menu are not imported."),
}


def settle_leftovers(reader: BlockReader, addresses: OlxAddresses, tree: OlxBlock) -> None:
    """Give every listed node an outcome that says why it did or did not come along."""
    used = set(addresses.files)
    for path in sorted(reader.paths):
        node = reader.node(path, "file")
        top = PurePosixPath(path).parts[0]
        if PurePosixPath(path).name.startswith(".") or top == "__MACOSX":
            node.skip("system-file", "A file of the operating system.")
        elif top == "policies" or path.endswith("assets.json"):
            _policy(reader, node, path, tree)
        elif top == "static":
            _static(node, path, is_used=path in used)
        elif node.outcome is None and top in _REASONS:
            node.skip(*_REASONS[top])
        elif node.outcome is None:
            node.skip("not-reached", "No lesson of the course leads to it.")


def _static(node: SourceNode, path: str, *, is_used: bool) -> None:
    if is_used:
        node.keep()
    elif PurePosixPath(path).suffix.lower() in _CODE_FILES:
        node.skip("style-or-script", "Style, script or font of the source's own pages.")
    else:
        node.skip("file-not-used", "No imported lesson uses this file.")


def _policy(reader: BlockReader, node: SourceNode, path: str, tree: OlxBlock) -> None:
    name = PurePosixPath(path).name
    if name == "policy.json":
        entries = reader.read_json(path)
        if isinstance(entries, dict):
            for block, settings in entries.items():
                _settings(reader, path, str(block), settings, tree)
        node.keep()
        node.lose("settings-partly", "Only settings with a meaning here were taken; each is listed.")
    elif name == "grading_policy.json":
        node.keep()
        node.lose(
            "grading-policy",
            "The passing grade became the quizzes' passing share; weights and dropped grades did not come.",
        )
    elif name == "assets.json":
        node.skip(*_REASONS["assets"])
    else:
        node.skip("policy-not-known", "This policy file has no meaning here.")


def _settings(reader: BlockReader, path: str, block: str, settings: Any, tree: OlxBlock) -> None:
    if not isinstance(settings, dict):
        reader.node(f"{path}#{block}", "policy-entry").skip(
            "setting-not-known", "The setting cannot be read."
        )
        return
    for name in settings:
        entry = reader.node(f"{path}#{block}/{name}", "policy-entry", str(name)[:200])
        if name in _TAKEN_SETTINGS:
            entry.keep()
        elif name in {"start", "end", "enrollment_start", "enrollment_end", "due"}:
            entry.skip(
                "dates", "Dates of the source are not set: the course opens when it is published here."
            )
        else:
            entry.skip("setting-not-known", "This setting of the source has no meaning here.")
