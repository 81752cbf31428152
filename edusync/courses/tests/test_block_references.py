"""Files and links inside block documents."""

from typing import Any

import pytest

from edusync.courses.blocks import clean_document, document_files, fill_files, map_files, map_links
from edusync.courses.testing import make_file, png
from edusync.kernel.problems import ValidationProblem


@pytest.mark.django_db
def test_files_are_found_filled_and_mapped(organization: Any) -> None:
    picture, paper = make_file(png(6, 4), "figure.png"), make_file(name="paper.pdf")
    raw = {
        "version": 1,
        "blocks": [
            {"type": "image", "src": "../fig/figure.png", "alt": "F"},
            {
                "type": "text",
                "html": '<p><a href="paper.pdf#page=2">P</a> <a href="https://example.org">E</a></p>',
            },
            {"type": "file", "url": "paper.pdf"},
            {"type": "table", "rows": [['<a href="paper.pdf">P</a>']]},
        ],
    }
    mapped = map_files(raw, {"../fig/figure.png": picture, "paper.pdf": paper})
    assert raw["blocks"][0]["src"] == "../fig/figure.png"
    cleaned = clean_document(mapped)
    assert cleaned["blocks"][0]["src"] == f"/files/{picture.uuid}/figure.png"
    assert f'href="/files/{paper.uuid}/paper.pdf' in cleaned["blocks"][1]["html"]
    assert (cleaned["blocks"][2]["name"], cleaned["blocks"][2]["size_bytes"]) == (
        "paper.pdf",
        paper.size_bytes,
    )
    assert set(document_files(cleaned)) == {picture.uuid, paper.uuid}
    assert fill_files(cleaned, {picture.uuid: picture, paper.uuid: paper}) == cleaned
    with pytest.raises(ValidationProblem) as caught:
        fill_files(cleaned, {paper.uuid: paper}, pointer="/document")
    assert [error.pointer for error in caught.value.errors] == ["/document/blocks/0/file"]


def test_links_between_lessons_are_rewritten_and_stay_clean() -> None:
    document = {
        "version": 1,
        "blocks": [
            {"type": "text", "html": '<p><a href="/jump_to_id/abc">next</a></p>'},
            {"type": "link_card", "url": "/jump_to_id/abc", "title": "next"},
            {"type": "heading", "level": 2, "text": "x"},
        ],
    }
    mapped = map_links(document, lambda target: "/learn/soil/7" if target.startswith("/jump") else target)
    assert 'href="/learn/soil/7"' in mapped["blocks"][0]["html"]
    assert mapped["blocks"][1]["url"] == "/learn/soil/7"
    evil = map_links(document, lambda target: "javascript:alert(1)")
    assert "javascript" not in evil["blocks"][0]["html"]
