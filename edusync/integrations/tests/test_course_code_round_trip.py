"""Course as code loses nothing: any course written as a folder is read as the same course."""

import tempfile
import uuid
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.courses.blocks import clean_document
from edusync.integrations.formats.archive import opened_package
from edusync.integrations.formats.code import code_texts, read_code

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda one: one == one.strip() and bool(one)
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
HTML = st.sampled_from(
    ["<p>Plain</p>", "<p>A <strong>b</strong></p>", "<ul><li>a</li></ul>", "<p>1 &lt; 2</p>", ""]
)


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    blocks = draw(
        st.lists(
            st.one_of(
                HTML.map(lambda html: {"type": "text", "html": html}),
                TEXT.map(lambda text: {"type": "heading", "level": 2, "text": text}),
                ANY_TEXT.map(lambda code: {"type": "code", "language": "python", "code": code}),
            ),
            max_size=4,
        )
    )
    document: dict[str, Any] = clean_document({"version": 1, "blocks": blocks})
    return document


@st.composite
def snapshots(draw: Any) -> dict[str, Any]:
    numbers = iter(range(1, 1000))

    def name() -> str:
        return str(uuid.UUID(int=next(numbers)))

    def lesson() -> dict[str, Any]:
        facts = {"uuid": name(), "title": draw(TEXT), "weight": draw(st.integers(1, 9)), "is_required": True}
        if draw(st.booleans()):
            content = {"document": draw(documents())}
            if draw(st.booleans()):
                content["draft"] = draw(documents())
            return {**facts, "kind": "page", "content": content}
        question = {
            "uuid": name(),
            "kind": "text",
            "title": draw(ANY_TEXT),
            "stem": draw(documents()),
            "hints": [draw(ANY_TEXT)],
        }
        return {**facts, "kind": "quiz", "content": {"introduction": draw(ANY_TEXT), "questions": [question]}}

    modules = [
        {
            "uuid": name(),
            "title": draw(TEXT),
            "summary": draw(ANY_TEXT),
            "lessons": [lesson() for _ in range(draw(st.integers(0, 3)))],
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    return {
        "format": 1,
        "origin": {"uuid": name(), "slug": "soil"},
        "course": {"title": draw(TEXT), "tagline": draw(ANY_TEXT), "overview": draw(documents())},
        "offer": {"access": "open", "capacity": draw(st.none() | st.integers(1, 9))},
        "modules": modules,
        "parts": draw(st.dictionaries(st.sampled_from(["rules", "x"]), st.lists(ANY_TEXT, max_size=2))),
        "files": {},
    }


@settings(max_examples=60, deadline=None, derandomize=True)
@given(snapshot=snapshots())
def test_a_course_written_as_code_is_read_as_the_same_course(snapshot: dict[str, Any]) -> None:
    texts = code_texts(snapshot, state={"origin": snapshot["origin"]})
    with tempfile.TemporaryDirectory() as place:
        for path, text in texts.items():
            target = Path(place) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        with opened_package(Path(place)) as folder:
            assert read_code(folder).snapshot == snapshot
