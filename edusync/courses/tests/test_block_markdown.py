"""Block documents as Markdown and back."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.courses.blocks import clean_document, document_to_markdown, markdown_to_document
from edusync.courses.blocks.document import BLOCKS
from edusync.courses.tests.document_strategies import NAUGHTY, documents

FILE = "01890a5d-ac96-774b-bcce-b302099a8057"


def document_of(*blocks: dict[str, Any]) -> dict[str, Any]:
    return clean_document({"version": 1, "blocks": list(blocks)})


@settings(max_examples=200)
@given(documents)
def test_nothing_is_lost_on_the_way_to_markdown_and_back(document: dict[str, Any]) -> None:
    assert markdown_to_document(document_to_markdown(document)) == document


@pytest.mark.parametrize("text", NAUGHTY)
@pytest.mark.parametrize("place", ["text", "heading", "code", "title", "cell", "alt"])
def test_naughty_text_survives_everywhere(text: str, place: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    blocks: dict[str, dict[str, Any]] = {
        "text": {"type": "text", "html": f"<p>{escaped}</p>"},
        "heading": {"type": "heading", "level": 2, "text": text},
        "code": {"type": "code", "code": text},
        "title": {"type": "toggle", "title": text, "blocks": []},
        "cell": {"type": "table", "header": ["a", escaped], "rows": [[escaped, "b"]]},
        "alt": {"type": "image", "src": "/files/x/a.png", "alt": text, "caption": text},
    }
    document = document_of(blocks[place], {"type": "text", "html": "<p>after</p>"})
    assert markdown_to_document(document_to_markdown(document)) == document


def test_task_lists_become_lists_with_check_marks_and_stay_so() -> None:
    document = markdown_to_document("- [x] dig\n- [ ] sow\n- [X] **water**\n\n1. [ ] first\n\n[x] no list\n")
    assert [block["html"] for block in document["blocks"]] == [
        "<ul><li>☑ dig</li><li>☐ sow</li><li>☑ <strong>water</strong></li></ul>"
        "<ol><li>☐ first</li></ol><p>[x] no list</p>"
    ]
    written = document_to_markdown(document)
    assert "- ☑ dig" in written
    assert markdown_to_document(written) == document


@pytest.mark.parametrize("words", ["[x] said", "[ ] said", "[x]", "\\[x] said"])
def test_brackets_that_are_words_stay_words(words: str) -> None:
    document = document_of({"type": "text", "html": f"<ul><li>{words}</li></ul>"})
    assert markdown_to_document(document_to_markdown(document)) == document


def test_markdown_is_pleasant_to_read() -> None:
    document = document_of(
        {"type": "heading", "level": 2, "text": "Soil & life"},
        {
            "type": "text",
            "html": '<p>Some <strong>bold</strong>, <em>soft</em> and <a href="https://example.org">a link</a>.</p>'
            "<ul><li>one</li><li>two<ol><li>deep</li></ol></li></ul>",
        },
        {"type": "image", "src": "/files/x/worm.png", "alt": "A worm", "caption": "Worm"},
        {"type": "callout", "tone": "tip", "title": "Try it", "html": "<p>Dig.</p>"},
        {"type": "table", "header": ["a", "b"], "rows": [["1", "<strong>2</strong>"]]},
        {"type": "code", "code": "print(1)", "language": "python"},
        {"type": "math", "latex": "a^2"},
        {"type": "quote", "html": "<p>Said</p>", "source": "Somebody"},
        {"type": "toggle", "title": "More", "blocks": [{"type": "text", "html": "<p>Hidden.</p>"}]},
        {
            "type": "columns",
            "columns": [
                {"blocks": [{"type": "text", "html": "<p>left</p>"}]},
                {"blocks": [{"type": "text", "html": "<p>right</p>"}]},
            ],
        },
        {"type": "divider"},
        {"type": "embed", "provider": "youtube", "id": "dQw4w9WgXcQ", "title": ""},
        {"type": "question", "question": FILE},
    )
    assert document_to_markdown(document, with_ids=False) == PLEASANT
    assert document_to_markdown(document).startswith("<!-- block b1 -->\n## Soil & life\n")


PLEASANT = f"""## Soil & life

Some **bold**, *soft* and [a link](https://example.org).

- one
- two
  1. deep

![A worm](/files/x/worm.png "Worm")

::: callout tip "Try it"
Dig.
:::

| a | b |
| --- | --- |
| 1 | **2** |

```python
print(1)
```

$$
a^2
$$

> Said
>
> — Somebody

::: toggle "More"
Hidden.
:::

:::: columns
::: column
left
:::

::: column
right
:::
::::

---

<https://www.youtube.com/watch?v=dQw4w9WgXcQ>

::: question {FILE}
:::
"""

README = """# Project

[![CI](https://x.example/ci.svg)](https://x.example) ![B](https://x.example/b.svg)

Costs $5 and $6; ![inline](docs/a.png) in text.

> [!WARNING]
> Mind this.

<details>
<summary>More</summary>

Hidden *text*

```{.sh}
ls
```

</details>

<p align="center"><img src="https://x.example/logo.png" width="300" alt="Logo"></p>

::: note Remember
This.
:::

<script>alert(1)</script>

https://youtu.be/dQw4w9WgXcQ
"""


def test_markdown_of_other_sites_becomes_sensible_blocks() -> None:
    blocks = markdown_to_document(README)["blocks"]
    assert [block["type"] for block in blocks] == [
        *("heading", "image", "image", "text", "callout", "toggle", "image", "callout", "embed"),
    ]
    assert blocks[3]["html"].startswith("<p>Costs $5 and $6; <a")
    assert (blocks[4]["tone"], blocks[4]["html"]) == ("warning", "<p>Mind this.</p>")
    assert (blocks[5]["title"], [inner["type"] for inner in blocks[5]["blocks"]]) == (
        "More",
        ["text", "code"],
    )
    assert blocks[5]["blocks"][1]["language"] == "sh"
    assert (blocks[6]["alt"], blocks[7]["title"]) == ("Logo", "Remember")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "<!-- block b1 {broken -->\n\ntext",
        '<!-- block b1 image {"width": "wide", "alt": 5} -->\n![x](javascript:alert(1))',
        '```json block\n{"type": "applet"}\n```',
        "```json block\n[[[[",
        "# " + "x" * 5_000,
        "[" * 2_000,
        "> " * 500 + "x",
        "* " * 500,
        ":" * 3_000,
        ":::: columns\n::: column\nalone\n:::\n::::",
        "::: toggle\n" * 30,
        "|" * 300 + "\n" + "|-" * 300 + "\n",
        "<details>" * 50,
        "![](//evil.example/x.png)",
        "a\n" * 3_000,
        "<a " * 14_000,
        "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n",
        "<a href='javascript:alert(1)'>x</a>",
        '<!-- block b1 embed {"url": "https://evil.example/"} -->\n[x](https://evil.example/)',
    ],
)
def test_any_text_makes_a_document(text: str) -> None:
    document = markdown_to_document(text)
    assert clean_document(document) == document
    assert 'href="javascript' not in str(document).lower()
    assert markdown_to_document(document_to_markdown(document)) == document


@given(st.lists(st.sampled_from([*NAUGHTY, "\n", "\n\n", "- ", "> ", "  ", "text", "<p>"]), max_size=25))
def test_any_markdown_is_read_and_written_again(parts: list[str]) -> None:
    document = markdown_to_document("".join(parts))
    assert markdown_to_document(document_to_markdown(document)) == document


def test_a_text_written_by_hand_keeps_its_names_when_something_comes_before_it() -> None:
    markdown = 'New beginning.\n\n<!-- block intro -->\nOld text.\n\n<!-- block fig {"width": 300} -->\n![F](/f.png)\n'
    first, intro, figure = markdown_to_document(markdown)["blocks"]
    assert (first["id"], intro["id"], figure["id"], figure["width"]) == ("b1", "intro", "fig", 300)


def test_the_reference_shows_every_type_as_it_is() -> None:
    page = (Path(__file__).parents[3] / "docs/reference/blocks.md").read_text(encoding="utf-8")
    examples = re.findall(r"### (\w+)\n.*?```json\n(.*?)\n```\n\n````markdown\n(.*?)````", page, re.DOTALL)
    assert {kind for kind, _, _ in examples} == set(BLOCKS)
    for kind, written, markdown in examples:
        document = {"version": 1, "blocks": [json.loads(written)]}
        assert clean_document(document) == document, kind
        assert document_to_markdown(document) == markdown, kind
        assert markdown_to_document(markdown) == document, kind
