"""HTML of the source to block documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.blocks import clean_document, clean_inline
from edusync.integrations.formats.richtext import html_to_document, html_to_inline
from edusync.integrations.formats.tree import SourceNode


class SomeLinks:
    """Knows one picture, one paper, one lesson."""

    def file(self, address):
        return {
            "/static/a.png": "static/a.png",
            "/static/a b.pdf": "static/a b.pdf",
            "/static/f.mp4": "static/f.mp4",
        }.get(address)

    def lesson(self, address):
        return "unit1" if address == "/jump_to_id/unit1" else None

    def is_local(self, address):
        return address.startswith("/")


def convert(markup: str):
    node = SourceNode("page", "html")
    document = html_to_document(markup, links=SomeLinks(), node=node)
    blocks = document["blocks"]
    names = [block.pop("block" if block["type"] == "embed" else "id") for block in blocks]
    assert names == [f"b{number}" for number in range(1, len(names) + 1)]
    return blocks, set(node.losses)


def html_of(markup: str) -> str:
    blocks, _ = convert(markup)
    assert [block["type"] for block in blocks] == ["text"]
    return blocks[0]["html"]


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("plain", "<p>plain</p>"),
        ("a <b>b</b> <i>c</i><br>d", "<p>a <strong>b</strong> <em>c</em><br>d</p>"),
        ("<p>one</p><p>two</p>", "<p>one</p>\n<p>two</p>"),
        ("<div><div>in<span> span</span></div></div>", "<p>in span</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ('<ol start="3"><li>c</li></ol>', '<ol start="3"><li>c</li></ol>'),
        ("<h5>low</h5>", "<h5>low</h5>"),
        ("<dl><dt>t</dt><dd>d</dd></dl>", "<dl><dt>t</dt><dd>d</dd></dl>"),
        ("<p>x &lt;y&gt; &amp; z</p>", "<p>x &lt;y&gt; &amp; z</p>"),
        (
            '<p>see <a href="/jump_to_id/unit1">here</a></p>',
            '<p>see <a href="source-lesson:unit1">here</a></p>',
        ),
        (
            '<p><a href="/static/a b.pdf">paper</a></p>',
            '<p><a href="source-file:static/a%20b.pdf">paper</a></p>',
        ),
        (
            '<p><a href="https://x.org/?a=1&amp;b=2">w</a></p>',
            '<p><a href="https://x.org/?a=1&amp;b=2">w</a></p>',
        ),
        ('<p><a href="#top">up</a> <a href="javascript:x()">no</a></p>', "<p>up no</p>"),
        ("<p>of \\(x^2\\) here</p>", '<p>of <span data-latex="x^2">x^2</span> here</p>'),
        (
            "<p>[mathjaxinline]a&lt;b[/mathjaxinline]</p>",
            '<p><span data-latex="a&lt;b">a&lt;b</span></p>',
        ),
        ("<p><code>\\(no\\)</code></p>", "<p><code>\\(no\\)</code></p>"),
        ("<p>   </p><p>a</p><p>&nbsp;</p>", "<p>a</p>"),
    ],
)
def test_text_stays_text(source, result):
    assert html_of(source) == result


def test_headings_images_code_tables_and_formulas_become_blocks():
    blocks, losses = convert(
        """<h1>Top</h1><p>before <img src="/static/a.png" alt="A" width="40" height="30"> after</p>
        <pre class="language-Python"><code>a = 1\n  b</code></pre><p>\\[ E = mc^2 \\]</p>
        <figure><img src="/static/a.png" alt="A"><figcaption>Shown</figcaption></figure>
        <table><tr><th>h</th></tr><tr><td><p>c</p></td></tr></table><blockquote>said</blockquote><hr>"""
    )
    assert [block["type"] for block in blocks] == [
        "heading", "text", "image", "text", "code", "math", "image", "table", "quote", "text",
    ]  # fmt: skip
    assert blocks[0] == {"type": "heading", "level": 2, "text": "Top"}
    assert blocks[2] == {
        "type": "image",
        "file": "source-file:static/a.png",
        "alt": "A",
        "caption": "",
        "width": 40,
        "height": 30,
    }
    assert blocks[4] == {"type": "code", "code": "a = 1\n  b", "language": "python"}
    assert blocks[5] == {"type": "math", "latex": "E = mc^2"}
    assert blocks[6]["caption"] == "Shown"
    assert blocks[7] == {"type": "table", "caption": "", "header": ["h"], "rows": [["c"]]}
    assert losses == set()


@pytest.mark.parametrize(
    ("source", "block"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0" title="T">',
            ("embed", "youtube", "abcdefghijk"),
        ),
        ('<iframe src="//player.vimeo.com/video/123456789">', ("embed", "vimeo", "123456789")),
    ],
)
def test_films_of_known_providers_are_embedded(source, block):
    blocks, losses = convert(source)
    assert [(one["type"], one["provider"], one["id"]) for one in blocks] == [block]
    assert losses == set()


@pytest.mark.parametrize(
    ("source", "kind", "loss"),
    [
        ('<iframe src="https://x.org/sim" title="Sim"></iframe>', "link_card", "frame-became-link"),
        ('<img src="https://x.org/a.png" alt="far">', "link_card", "remote-picture"),
        ('<img src="/static/gone.png" alt="what it showed">', "text", "file-missing"),
        ('<object data="/static/gone.pdf"><p>instead</p></object>', "text", "file-missing"),
        (
            '<table><tr><td colspan="2">w</td></tr><tr><td>a</td><td>b</td></tr></table>',
            "table",
            "table-spans",
        ),
        ("<p>x</p><script>alert(1)</script>", "text", "script-removed"),
        ("<style>p {}</style><p>x</p>", "text", "style-removed"),
        ('<p>x <button onclick="f()">go</button></p>', "text", "interactive-removed"),
        ('<p><a href="/static/gone.pdf">paper</a></p>', "text", "link-unresolved"),
        ('<img src="data:image/png;base64,AAAA" alt="">x', "text", "embedded-picture"),
    ],
)
def test_what_does_not_fit_is_told(source, kind, loss):
    blocks, losses = convert(source)
    assert [block["type"] for block in blocks] == [kind]
    assert losses == {loss}


def test_files_of_the_package_are_shown_or_offered():
    blocks, losses = convert(
        '<video><source src="/static/f.mp4"></video><object data="/static/a b.pdf"></object>'
    )
    assert [(block["type"], block["file"]) for block in blocks] == [
        ("video", "source-file:static/f.mp4"),
        ("file", "source-file:static/a%20b.pdf"),
    ]
    assert losses == set()


def test_lists_with_pictures_keep_their_numbers():
    blocks, _ = convert('<ol><li>one<img src="/static/a.png" alt=""></li><li>two<pre>x</pre></li></ol>')
    assert [block["type"] for block in blocks] == ["text", "image", "text", "code"]
    assert blocks[2]["html"] == '<ol start="2"><li><p>two</p></li></ol>'


def test_pictures_in_tables_follow_the_table():
    blocks, losses = convert('<table><tr><td><img src="/static/a.png" alt="A">t</td></tr></table>')
    assert [block["type"] for block in blocks] == ["table", "image"]
    assert blocks[0]["rows"] == [["At"]]
    assert losses == {"picture-moved"}


def test_boxes_become_callouts():
    blocks, _ = convert(
        '<div class="note"><h3>Mind</h3><p>the gap</p><img src="/static/a.png" alt=""><pre>code</pre></div>'
        '<div class="challenge"><p>try</p><div class="solution"><h4>So</h4><p>done</p></div></div><details><summary>More</summary>x</details>'
    )
    assert [(block["type"], block.get("tone"), block.get("title")) for block in blocks] == [
        ("callout", "info", "Mind"),
        ("image", None, None),
        ("callout", "info", ""),
        ("callout", "challenge", ""),
        ("callout", "solution", "So"),
        ("callout", "tip", "More"),
    ]
    assert [block["is_collapsed"] for block in blocks if block["type"] == "callout"] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert blocks[2]["html"] == "<pre><code>code</code></pre>"


def test_pictures_where_only_text_may_stand_become_links():
    node = SourceNode("p", "problem")
    markup = html_to_inline('a <img src="/static/a.png" alt="A"> b', links=SomeLinks(), node=node)
    assert markup == 'a <a href="source-file:static/a.png">A</a> b'
    assert set(node.losses) == {"picture-became-link"}


def test_deep_nesting_does_not_break_it():
    blocks, _ = convert("<div>" * 150 + "deep" + "</div>" * 150)
    assert blocks == [{"type": "text", "html": "<p>deep</p>"}]


def test_nested_boxes_do_not_break_it():
    blocks, _ = convert('<div class="note">' * 300 + "deep" + "</div>" * 300)
    expected = {"type": "callout", "tone": "info", "title": "", "html": "<p>deep</p>", "is_collapsed": False}
    assert blocks == [expected]


@pytest.mark.parametrize("mark", ["\\(", "\\[", "$$", "[mathjax]"])
def test_marks_of_formulas_that_never_close_stay_text(mark):
    assert html_of(f"<p>{mark} x</p>") == f"<p>{mark} x</p>"


TAGS = [
    "p",
    "div",
    "b",
    "a",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "pre",
    "h2",
    "img",
    "script",
    "span",
    "iframe",
    "blockquote",
    "dl",
    "dd",
    "section",
    "video",
]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            '<a href="https://x.org">',
            '<img src="/static/a.png">',
            "\\(x\\)",
            "\\[y\\]",
            "$$z$$",
            "<!-- c -->",
            "&lt;",
        ]
    ),
    st.text(max_size=12),
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_the_html_the_document_is_valid(markup):
    node = SourceNode("page", "html")
    document = html_to_document(markup, links=SomeLinks(), node=node)
    for block in document["blocks"]:
        block.pop("file", None)
    cleaned = clean_document(document)
    assert len(cleaned["blocks"]) == len(document["blocks"])
    for before, after in zip(document["blocks"], cleaned["blocks"], strict=True):
        if "html" in before:
            assert clean_inline(before["html"]) == after["html"]
            assert "<script" not in before["html"]
