"""Mails from one source per language: the text part and the HTML part cannot differ.

A template is `<folder>/<name>.<language>.txt`: the first line is `Subject: …`, then paragraphs parted by empty lines.
A paragraph `[[ label | address ]]` is a button. `{name}` stands for a fact. A language without a template reads English.
"""

import dataclasses
import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import escape
from django.utils.translation import get_language_info

_BUTTON = re.compile(r"\[\[\s*(?P<label>.+?)\s*\|\s*(?P<address>\S+)\s*\]\]\Z")
_PLACE = re.compile(r"\{(\w+)\}")
_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{subject}</title></head>
<body style="margin:0;padding:24px;background:#f4f5f7;color:#1b1f24;font:16px/1.6 system-ui,sans-serif">
<main style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:12px">
{content}
</main>
</body>
</html>
"""
_BUTTON_HTML = (
    '<p style="margin:24px 0"><a href="{address}" style="display:inline-block;padding:12px 20px;border-radius:8px;'
    'background:#3730a3;color:#ffffff;text-decoration:none;font-weight:600">{label}</a></p>'
    '<p style="font-size:14px;word-break:break-all"><a href="{address}" style="color:#3730a3">{address}</a></p>'
)


@dataclasses.dataclass(frozen=True, slots=True)
class MailTemplate:
    """A parsed template. Facts are put in after parsing, so that no name can become markup or a button."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]


@functools.cache
def template_of(folder: Path, name: str, language: str) -> MailTemplate:
    """The template in the language, else its base language, else English. Raises FileNotFoundError."""
    for code in dict.fromkeys((language, language.partition("-")[0], "en")):
        path = folder / f"{name}.{code}.txt"
        if path.is_file():
            head, _, body = path.read_text(encoding="utf-8").partition("\n")
            paragraphs = tuple(part.strip() for part in re.split(r"\n\s*\n", body) if part.strip())
            return MailTemplate(code, head.removeprefix("Subject:").strip(), paragraphs)
    raise FileNotFoundError(folder / f"{name}.en.txt")


def build_mail(
    *,
    folder: Path,
    name: str,
    language: str,
    to: str,
    facts: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """The mail with its two parts, not sent yet. Raises FileNotFoundError, KeyError for a fact the template wants."""
    template = template_of(folder, name, language)
    subject = " ".join(_fill(template.subject, facts).split())
    text: list[str] = []
    html: list[str] = []
    for paragraph in template.paragraphs:
        button = _BUTTON.match(paragraph)
        if button:
            label, address = _fill(button["label"], facts), _fill(button["address"], facts)
            text.append(f"{label}:\n{address}")
            html.append(_BUTTON_HTML.format(address=escape(address), label=escape(label)))
        else:
            text.append(_fill(paragraph, facts))
            html.append("<p>" + escape(text[-1]).replace("\n", "<br>") + "</p>")
    page = _PAGE.format(
        language=template.language,
        direction="rtl" if get_language_info(template.language)["bidi"] else "ltr",
        subject=escape(subject),
        content="\n".join(html),
    )
    mail = EmailMultiAlternatives(
        subject, "\n\n".join(text) + "\n", settings.DEFAULT_FROM_EMAIL, [to], headers=dict(headers or {})
    )
    mail.attach_alternative(page, "text/html")
    return mail


def _fill(text: str, facts: Mapping[str, Any]) -> str:
    return _PLACE.sub(lambda place: str(facts[place[1]]), text)
