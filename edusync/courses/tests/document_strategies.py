"""Generated block documents: clean ones, with every type, nesting, odd HTML and naughty text."""

import uuid
from typing import Any

from hypothesis import strategies as st

from edusync.courses.blocks import clean_document

NAUGHTY = [
    "*not bold*",
    "__init__",
    "a_b_c",
    "`tick`",
    "``",
    "[x](y)",
    "[ref]: https://example.org",
    "<b>",
    "<!-- block b1 -->",
    "-->",
    "&amp;",
    "&",
    "$5 and $6",
    "$x$",
    "~~a~~",
    "# no heading",
    "- no item",
    "1. no item",
    "> no quote",
    "::: toggle",
    ":::",
    "---",
    "===",
    "|a|b|",
    "```",
    "\\",
    "\\*",
    "田中さん",
    "הָיְתָה",
    "👩‍👩‍👧‍👦",
    "தமிழ்",
    "\u202eabc",
    "\xa0",
    "'; DROP TABLE x; --",
    "{{ 7*7 }}",
    "https://example.org/a_(b)?c=d&e=f",
    "https://youtu.be/dQw4w9WgXcQ",
    "!",
    "!\\[",
    "{#id}",
    "— dash",
    "[!NOTE]",
    '"quoted"',
    "C:\\dir",
    "\u2028",
]
words = st.lists(
    st.sampled_from([*NAUGHTY, "word", "soil", "and", "the"]) | st.text(max_size=6), max_size=5
).map(" ".join)
lines = st.lists(words, max_size=3).map("\n".join)
inline = st.deferred(
    lambda: st.lists(
        words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
        | st.builds(
            lambda tag, inner: f"<{tag}>{inner}</{tag}>",
            st.sampled_from(
                ["strong", "em", "s", "code", "sub", "sup", "u", "b", "i", "kbd", "mark", "span"]
            ),
            st.sampled_from(["x", "a b", " c ", "*", "<em>d</em>", "_", "`"]),
        )
        | st.sampled_from(
            [
                "<br>",
                '<a href="https://example.org">link</a>',
                '<a href="/learn/soil/12" title="A &quot;t&quot;">in <em>site</em></a>',
                '<a href="https://example.org/ü(x)">odd</a>',
                '<span data-latex="a^2_3">a^2_3</span>',
                '<span lang="fr">mot</span>',
                '<abbr title="HyperText">HTML</abbr>',
            ]
        ),
        max_size=4,
    ).map("".join)
)
flow = st.deferred(
    lambda: st.lists(
        inline.map(lambda text: f"<p>{text}</p>")
        | st.builds(
            lambda tag, items: f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>",
            st.sampled_from(["ul", "ol", 'ol start="3"']).map(str),
            st.lists(inline | flow, max_size=3),
        ).map(lambda html: html.replace('</ol start="3">', "</ol>"))
        | st.sampled_from(
            [
                "<blockquote><p>q</p></blockquote>",
                "<pre><code>a\n\n  b &lt; c\n</code></pre>",
                "<pre>plain</pre>",
                "<h5>five</h5>",
                "<hr>",
                "<dl><dt>t</dt><dd>d</dd></dl>",
                "<p></p>",
            ]
        ),
        max_size=3,
    ).map("".join)
)
html = flow | inline | st.just("")
file_id = st.uuids().map(str)
address = st.sampled_from(
    [
        "",
        "https://example.org/a b.png".replace(" ", "%20"),
        "/files/x/a_(1).png",
        "https://example.org/?a=1&b=2",
    ]
)
block_id = st.sampled_from(["", "intro", "b1", "b2", "b9", "x-1", "Zz9"])

_leaf = {
    "text": {"html": html},
    "heading": {"level": st.integers(2, 4), "text": lines},
    "image": {
        "file": st.none() | file_id,
        "src": address,
        "alt": lines,
        "caption": lines,
        "width": st.none() | st.integers(1, 999),
    },
    "code": {
        "code": lines | st.sampled_from(["", "\n", "a\r\nb", "\tx\n", "```\n````"]),
        "language": st.sampled_from(["", "python", "c++", "objective c", "`x"]),
    },
    "callout": {
        "tone": st.sampled_from(["info", "tip", "warning", "challenge", "solution", "success"]),
        "title": words,
        "html": html,
        "is_collapsed": st.booleans(),
    },
    "math": {"latex": lines | st.sampled_from(["\\frac{a}{b}", "a\n\nb", "$", "x$$y"])},
    "embed": {
        "provider": st.sampled_from(["youtube", "vimeo"]),
        "id": st.sampled_from(["dQw4w9WgXcQ", "76979871", ""]),
        "title": words,
        "block": block_id,
    },
    "file": {
        "file": st.none() | file_id,
        "name": words,
        "size_bytes": st.none() | st.integers(0, 99),
        "url": address,
    },
    "video": {
        "file": st.none() | file_id,
        "provider": st.sampled_from(["file", "youtube", "url"]),
        "url": address,
        "external_id": st.sampled_from(["", "abc_123"]),
        "title": words,
        "captions": st.just([]) | st.just([{"language": "en", "label": "E", "url": "/files/x/e.vtt"}]),
    },
    "audio": {"file": st.none() | file_id, "url": address, "title": words, "transcript": lines},
    "link_card": {"url": address, "title": words, "summary": lines},
    "quote": {"html": html, "source": words},
    "divider": {},
    "question": {"question": st.none() | st.just(str(uuid.UUID(int=7)))},
}


def _of(kind: str, fields: dict[str, Any]) -> Any:
    given = {"id": block_id, **fields} if kind != "embed" else fields
    return st.fixed_dictionaries({"type": st.just(kind), **given})


_table = st.integers(0, 3).flatmap(
    lambda width: st.fixed_dictionaries(
        {
            "type": st.just("table"),
            "id": block_id,
            "caption": words,
            "header": st.just([]) | st.lists(inline, min_size=width, max_size=width),
            "rows": st.lists(st.lists(inline, min_size=width, max_size=width), max_size=3),
        }
    )
)
leaves = st.one_of(*(_of(kind, fields) for kind, fields in _leaf.items()), _table)


def _holding(inner: Any) -> Any:
    blocks = st.lists(inner, max_size=3)
    return st.fixed_dictionaries(
        {"type": st.just("toggle"), "id": block_id, "title": words, "blocks": blocks}
    ) | st.fixed_dictionaries(
        {
            "type": st.just("columns"),
            "id": block_id,
            "columns": st.lists(blocks.map(lambda held: {"blocks": held}), min_size=2, max_size=3),
        }
    )


blocks = leaves | _holding(leaves | _holding(leaves))
documents = st.lists(blocks, max_size=5).map(lambda found: clean_document({"version": 1, "blocks": found}))


@st.composite
def edited(draw: Any, document: dict[str, Any]) -> dict[str, Any]:
    """A version of the document as an author leaves it: blocks changed, deleted, moved, added."""
    kept = [block for block in document["blocks"] if draw(st.integers(0, 5))]
    changed = [_changed(draw, block) if draw(st.booleans()) else block for block in kept]
    added = [clean_document({"blocks": [draw(leaves)]})["blocks"][0] for _ in range(draw(st.integers(0, 2)))]
    for block in added:
        changed.insert(draw(st.integers(0, len(changed))), block)
    if draw(st.integers(0, 3)) == 0 and len(changed) > 1:
        changed.insert(0, changed.pop())
    return clean_document({"version": 1, "blocks": changed})


def _changed(draw: Any, block: dict[str, Any]) -> dict[str, Any]:
    """The block with one more word somewhere."""
    word = draw(st.text("abcdefghijklmnopqrstuvwxyz", min_size=9, max_size=12))
    block = dict(block)
    for name in ("html", "text", "title", "alt", "code", "caption", "summary", "name"):
        if name not in block:
            continue
        if name == "html":
            block["html"] = (
                f"<p>{word}</p>{block['html']}" if draw(st.booleans()) else f"{block['html']}<p>{word}</p>"
            )
        else:
            block[name] = f"{word} {block[name]}"[:250]
        break
    if block["type"] == "toggle" and block["blocks"]:
        block["blocks"] = [_changed(draw, block["blocks"][0]), *block["blocks"][1:]]
    return block
