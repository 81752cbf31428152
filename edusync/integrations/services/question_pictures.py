"""Pictures of questions: out of a package into the store, out of the store into a package."""

import dataclasses
import hashlib
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.services.known_questions import STAND_IN
from edusync.files.models import FileObject
from edusync.files.queries import files_by_uuid
from edusync.files.services import open_file, store_file
from edusync.integrations.formats.tree import FILE_SCHEME
from edusync.integrations.questions.found import Found
from edusync.integrations.questions.outgoing import Picture
from edusync.integrations.services.resolving import Resolver
from edusync.kernel.problems import Problem

MAX_PICTURE = 5_000_000
_ODD = re.compile(r"[^A-Za-z0-9._-]+")


def with_stand_ins(draft: QuestionDraft) -> QuestionDraft:
    """The draft with stand-ins for its pictures, which nobody stores yet."""
    if not _has_placeholders(draft.stem):
        return draft
    blocks = [_stood_in(block) for block in draft.stem["blocks"]]
    return dataclasses.replace(draft, stem={**draft.stem, "blocks": blocks})


def sums_of(found: Found) -> list[str]:
    """SHA-256 of the pictures that the question brings."""
    return [hashlib.sha256(content).hexdigest() for content in found.files.values()]


def resolve_pictures(found: Found, *, by_id: int | None) -> None:
    """Store the pictures of a question and let its text name them."""
    if found.draft is None or not _has_placeholders(found.draft.stem):
        return
    files: dict[str, FileObject] = {}
    for path, content in found.files.items():
        name = path.rsplit("/", 1)[-1]
        try:
            files[path] = store_file(
                content=content,
                name=name,
                uploaded_by_id=by_id,
                max_bytes=MAX_PICTURE,
                allowed=("image/",),
            )
        except Problem as problem:
            found.node.lose("picture-refused", f"{name}: {problem.detail or problem.title}"[:300])
    resolver = Resolver(files, lambda _key: None)
    found.draft = dataclasses.replace(found.draft, stem=resolver.document(found.draft.stem, found.node))


def _has_placeholders(stem: dict[str, Any]) -> bool:
    return any(str(block.get("file") or "").startswith(FILE_SCHEME) for block in stem.get("blocks", []))


def _stood_in(block: dict[str, Any]) -> dict[str, Any]:
    if not str(block.get("file") or "").startswith(FILE_SCHEME):
        return block
    return {**{name: value for name, value in block.items() if name != "file"}, "src": STAND_IN}


def pictures_of(stems: Sequence[dict[str, Any]]) -> list[list[Picture]]:
    """Pictures that are files of this site, of each stem, in order. One query when there are any."""
    named = [
        [block for block in stem.get("blocks", []) if block["type"] == "image" and block.get("file")]
        for stem in stems
    ]
    files = {
        str(uuid): file
        for uuid, file in files_by_uuid({block["file"] for blocks in named for block in blocks}).items()
    }
    return [
        [
            _picture(files[str(block["file"])], str(block.get("alt") or ""))
            for block in blocks
            if str(block["file"]) in files
        ]
        for blocks in named
    ]


def _picture(file: FileObject, alt: str) -> Picture:
    name = f"{file.uuid.hex[:12]}-{_ODD.sub('-', file.name)[-80:]}"
    return Picture(name, file.media_type, alt, partial(_content, file))


def _content(file: FileObject) -> bytes:
    with open_file(file) as stream:
        return stream.read()
