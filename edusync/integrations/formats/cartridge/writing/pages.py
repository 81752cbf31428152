"""Block documents as plain HTML pages that any system can show."""

from collections.abc import Callable
from html import escape
from typing import Any

Block = dict[str, Any]
# Address of a stored file within the package; None when it does not come along.
FileAddress = Callable[[str], str | None]
Rewrite = Callable[[str], str]

_FILMS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}


def page_html(
    title: str, document: dict[str, Any], *, language: str, file: FileAddress, markup: Rewrite
) -> str:
    """The whole page. `markup` rewrites the links in inline HTML."""
    body = PageWriter(file, markup).blocks(document.get("blocks", []))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


class PageWriter:
    """Writes blocks. What HTML has no element for is written so that its words and links stay."""

    def __init__(self, file: FileAddress, markup: Rewrite) -> None:
        self.file = file
        self.markup = markup
        self._writers: dict[str, Callable[[Block], str]] = {
            "text": lambda block: self.markup(block["html"]),
            "heading": lambda block: f"<h{block['level']}>{escape(block['text'])}</h{block['level']}>",
            "image": self._image,
            "code": self._code,
            "callout": self._callout,
            "table": self._table,
            "math": lambda block: f"<p>\\[{escape(block['latex'])}\\]</p>",
            "embed": lambda block: self._link(_film(block["provider"], block["id"]), block.get("title", "")),
            "file": self._file,
            "video": self._video,
            "audio": self._audio,
            "link_card": lambda block: self._link(
                block["url"], block.get("title", ""), block.get("summary", "")
            ),
            "quote": self._quote,
            "toggle": self._toggle,
            "columns": self._columns,
            "divider": lambda block: "<hr>",
        }

    def blocks(self, blocks: list[Block]) -> str:
        """Markup of the blocks in order."""
        return "\n".join(filter(None, (self._block(block) for block in blocks)))

    def _block(self, block: Block) -> str:
        writer = self._writers.get(block["type"])
        return writer(block) if writer else ""

    def _image(self, block: Block) -> str:
        address = self._address(block)
        if not address:
            return f"<p>{escape(block.get('alt') or '')}</p>" if block.get("alt") else ""
        image = f'<img src="{escape(address)}" alt="{escape(block.get("alt") or "")}">'
        if not block.get("caption"):
            return f"<p>{image}</p>"
        return f"<figure>{image}<figcaption>{escape(block['caption'])}</figcaption></figure>"

    def _address(self, block: Block) -> str:
        if block.get("file"):
            return self.file(str(block["file"])) or ""
        return str(block.get("src") or block.get("url") or "")

    def _code(self, block: Block) -> str:
        language = f' class="language-{escape(block["language"])}"' if block.get("language") else ""
        return f"<pre><code{language}>{escape(block['code'], quote=False)}</code></pre>"

    def _callout(self, block: Block) -> str:
        title = f"<p><strong>{escape(block['title'])}</strong></p>" if block.get("title") else ""
        inner = f"{title}{self.markup(block.get('html') or '')}"
        if block.get("is_collapsed"):
            summary = escape(block.get("title") or block["tone"])
            return f'<details class="{escape(block["tone"])}"><summary>{summary}</summary>{self.markup(block.get("html") or "")}</details>'
        return f'<div class="{escape(block["tone"])}">{inner}</div>'

    def _table(self, block: Block) -> str:
        caption = f"<caption>{escape(block['caption'])}</caption>" if block.get("caption") else ""
        head = "".join(f'<th scope="col">{self.markup(cell)}</th>' for cell in block["header"])
        rows = "".join(
            f"<tr>{''.join(f'<td>{self.markup(cell)}</td>' for cell in row)}</tr>" for row in block["rows"]
        )
        thead = f"<thead><tr>{head}</tr></thead>" if head else ""
        return f"<table>{caption}{thead}<tbody>{rows}</tbody></table>"

    def _link(self, address: str, title: str, summary: str = "") -> str:
        if not address:
            return f"<p>{escape(title)}</p>" if title else ""
        after = f"<br>{escape(summary)}" if summary else ""
        return f'<p><a href="{escape(address)}">{escape(title or address)}</a>{after}</p>'

    def _file(self, block: Block) -> str:
        return self._link(self._address(block), block.get("name") or "")

    def _video(self, block: Block) -> str:
        if block.get("provider") in _FILMS:
            return self._link(_film(block["provider"], block.get("external_id", "")), block.get("title", ""))
        return self._link(self._address(block), block.get("title") or "Video")

    def _audio(self, block: Block) -> str:
        address = self._address(block)
        sound = f'<audio controls src="{escape(address)}"></audio>' if address else ""
        words = f"<p>{escape(block['transcript'])}</p>" if block.get("transcript") else ""
        title = f"<p>{escape(block['title'])}</p>" if block.get("title") else ""
        return title + sound + words

    def _quote(self, block: Block) -> str:
        source = f"<footer>{escape(block['source'])}</footer>" if block.get("source") else ""
        return f"<blockquote>{self.markup(block['html'])}{source}</blockquote>"

    def _toggle(self, block: Block) -> str:
        inner = self.blocks(block.get("blocks", []))
        return f"<details><summary>{escape(block.get('title') or '')}</summary>{inner}</details>"

    def _columns(self, block: Block) -> str:
        return "\n".join(
            f"<div>{self.blocks(column.get('blocks', []))}</div>" for column in block.get("columns", [])
        )


def _film(provider: str, external_id: str) -> str:
    pattern = _FILMS.get(provider)
    return pattern.format(external_id) if pattern and external_id else ""
