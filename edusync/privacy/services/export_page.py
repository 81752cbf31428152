"""The readable page of an export: one file, no scripts, in the person's language."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from edusync.kernel.personal_data import personal_tables

WORDS = {
    "en": {
        "title": "What is kept about you",
        "by": "By {organization}, made on {date}.",
        "machine": "The folder data holds the same as JSON, which other programs can read.",
        "files": "Your files",
        "account": "Your account",
        "security": "Signing in",
        "organization": "Your place in the organization",
        "learning": "Your learning",
        "teaching": "Your teaching",
        "records": "Your certificates",
        "communication": "Mails to you",
        "family": "Your family",
        "accountability": "Consent and proofs",
    },
    "ta": {
        "title": "உங்களைப் பற்றி வைத்திருப்பவை",
        "by": "{organization}, {date} அன்று உருவாக்கப்பட்டது.",
        "machine": "data கோப்புறையில் இதே தகவல் JSON வடிவில் உள்ளது; பிற நிரல்கள் அதைப் படிக்கலாம்.",
        "files": "உங்கள் கோப்புகள்",
        "account": "உங்கள் கணக்கு",
        "security": "உள்நுழைவு",
        "organization": "நிறுவனத்தில் உங்கள் இடம்",
        "learning": "உங்கள் கற்றல்",
        "teaching": "உங்கள் கற்பித்தல்",
        "records": "உங்கள் சான்றிதழ்கள்",
        "communication": "உங்களுக்கு வந்த மின்னஞ்சல்கள்",
        "family": "உங்கள் குடும்பம்",
        "accountability": "ஒப்புதலும் சான்றுகளும்",
    },
}
STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
    "h1,h2{line-height:1.25}details{border:1px solid #d0d5dd;border-radius:8px;margin:.75rem 0;padding:.5rem 1rem}"
    "summary{cursor:pointer;font-weight:600}dl{display:grid;grid-template-columns:minmax(9rem,1fr) 3fr;gap:.25rem 1rem}"
    "dt{color:#52606d}dd{margin:0;overflow-wrap:anywhere}hr{border:0;border-top:1px solid #e4e7eb}"
)


def export_page(
    *,
    facts: Mapping[str, Any],
    apps: Mapping[str, Mapping[str, list[dict[str, Any]]]],
    files: Sequence[str],
    language: str,
) -> str:
    """HTML of the whole export, grouped by purpose."""
    words = WORDS.get(language, WORDS["en"])
    tables = {label: rows for group in apps.values() for label, rows in group.items()}
    by_purpose: dict[str, list[str]] = {}
    for item in personal_tables():
        if item.label in tables:
            by_purpose.setdefault(str(item.purpose), []).append(_table(item.label, tables[item.label]))
    parts = [f"<h2>{escape(words[purpose])}</h2>{''.join(found)}" for purpose, found in by_purpose.items()]
    if files:
        links = "".join(f'<li><a href="{escape(name)}">{escape(name)}</a></li>' for name in files)
        parts.append(f"<h2>{escape(words['files'])}</h2><ul>{links}</ul>")
    made = words["by"].format(organization=facts["organization"], date=facts["made_at"][:10])
    return (
        f'<!doctype html><html lang="{"ta" if words is WORDS["ta"] else "en"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(words["title"])}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(words['title'])}</h1><p>{escape(made)}</p>"
        f"<p>{escape(words['machine'])}</p>{''.join(parts)}</body></html>"
    )


def _table(label: str, rows: list[dict[str, Any]]) -> str:
    name = label.partition(".")[2]
    title = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    entries = "<hr>".join(_row(row) for row in rows)
    return f"<details><summary>{escape(title.capitalize())} ({len(rows)})</summary>{entries}</details>"


def _row(row: Mapping[str, Any]) -> str:
    cells = "".join(
        f"<dt>{escape(name.replace('__', ' ').replace('_', ' '))}</dt><dd dir='auto'>{escape(str(value))}</dd>"
        for name, value in row.items()
        if value not in (None, "", [], {})
    )
    return f"<dl>{cells}</dl>"
