"""The Markdown that is read: CommonMark, tables, strike-through, formulas, boxes; and how its text becomes HTML."""

import functools
import html
import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

# Deeper nesting than any page has; each level costs time.
MAX_NESTING = 20
_CHECK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


@functools.cache
def parser() -> MarkdownIt:
    """The one parser; it keeps nothing between texts."""
    markdown = MarkdownIt("commonmark", {"html": True, "linkify": False, "maxNesting": MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    markdown.use(
        dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=False
    )
    markdown.use(container_plugin, name="box", validate=lambda params, markup: bool(params.strip()))
    rules: dict[str, Any] = {
        "math_inline": _math_inline,
        "math_block": _math_inline,
        "hardbreak": _hard_break,
        "image": _image,
        "fence": _code,
        "code_block": _code,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    markdown.core.ruler.after("block", "check_marks", _check_marks)
    return markdown


def parse(text: str) -> list[SyntaxTreeNode]:
    """The blocks of a text."""
    return SyntaxTreeNode(parser().parse(text)).children


def rendered(node: SyntaxTreeNode) -> str:
    """HTML of a node, not cleaned yet."""
    markdown = parser()
    html_text: str = markdown.renderer.render(node.to_tokens(), markdown.options, {})
    return html_text.strip("\n")


def rendered_words(inline: SyntaxTreeNode | None) -> str:
    """HTML of the words of a paragraph, heading or cell."""
    if inline is None or inline.token is None:
        return ""
    markdown = parser()
    children = inline.token.children or []
    words: str = markdown.renderer.renderInline(children, markdown.options, {})  # type: ignore[attr-defined]
    return words


def plain_words(inline: SyntaxTreeNode | None) -> str:
    """Words without marks: of a heading, of a link."""
    if inline is None:
        return ""
    parts: list[str] = []
    for node in inline.walk():
        if node.type in {"text", "code_inline"}:
            parts.append(node.content)
        elif node.type == "math_inline":
            parts.append(f"${node.content}$")
        elif node.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)


def _check_marks(state: StateCore) -> None:
    """`[x]` and `[ ]` at the start of an item of a list, as task lists have them, become signs of the text."""
    for before, opening, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (before.type, opening.type, inline.type) != ("list_item_open", "paragraph_open", "inline"):
            continue
        found = _CHECK.match(inline.content)
        if found:
            sign = "☐" if found.group(1) == " " else "☑"
            inline.content = f"{sign} {inline.content[found.end() :]}"


def _math_inline(self: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    latex = tokens[place].content.strip("\n")
    return f'<span data-latex="{html.escape(latex)}">{html.escape(latex, quote=False)}</span>'


def _hard_break(self: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return "<br>"


def _image(self: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """A picture among words: a link to it, for text blocks hold none."""
    address = str(tokens[place].attrs.get("src", ""))
    words = self.renderInlineAsText(tokens[place].children or [], options, env) or address
    return f'<a href="{html.escape(address)}">{html.escape(words, quote=False)}</a>'


def _code(self: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    code = re.sub(r"\n\Z", "", tokens[place].content)
    return f"<pre><code>{html.escape(code, quote=False)}</code></pre>\n"
