"""Reference pages made from the code: settings, problems, permissions, events, tables."""

import dataclasses
import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from edusync.identity import queries as identity
from edusync.identity.permission_words import WORDS
from edusync.kernel.events import event_types, handlers_of
from edusync.kernel.problems import every_problem
from edusync.operations.dictionary import dictionary_text, keys_text
from edusync.operations.er_diagram import diagram_text
from edusync.privacy.queries import data_map as personal_data_map

NOTE = "<!-- Made by `manage.py document` from the code. Change the code, then run it again. -->"


def pages() -> dict[str, str]:
    """File name to text of every page."""
    return {
        "settings.md": page("Settings", settings_text()),
        "problems.md": page("Problems", problems_text()),
        "permissions.md": page("Permissions", permissions_text()),
        "events.md": page("Events", events_text()),
        "data-map.md": page("Data map", data_map_text()),
        "er-diagram.md": page("Entity-relationship diagram", diagram_text()),
        "data-dictionary.md": page("Data dictionary", dictionary_text()),
        "keys.md": page("Keys and dependencies", keys_text()),
    }


def page(title: str, paragraphs: Iterable[str]) -> str:
    """A page of paragraphs."""
    return "\n\n".join([f"# {title}", NOTE, *paragraphs]) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *[[cell(text) for text in row] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """Text that keeps a table row in one line."""
    return " ".join(str(text).split()).replace("|", "\\|")


def settings_text() -> Iterator[str]:
    """Every environment variable."""
    yield (
        "Environment variables of the site. None has to be set: the defaults are the embedded profile (SQLite, files "
        "in the data folder, mails kept for reading). An unknown `EDUSYNC_*` variable stops the start."
    )
    yield table(
        ["variable", "type", "default", "meaning"],
        (
            [
                f"`EDUSYNC_{field.name.upper()}`",
                getattr(field.type, "__name__", str(field.type)),
                default_of(field),
                field.metadata["help"],
            ]
            for field in dataclasses.fields(settings.ENV)
        ),
    )


def default_of(field: "dataclasses.Field[Any]") -> str:
    """The default as a reader writes it; folders are named relative to the checkout."""
    value = field.default
    if isinstance(value, bool):
        return "`on`" if value else "`off`"
    text = (
        str(value).replace(str(settings.BASE_DIR.parent), "..").replace(f"../{settings.BASE_DIR.name}/", "")
    )
    return f"`{text}`" if text else "empty"


def problems_text() -> Iterator[str]:
    """Every problem."""
    yield (
        "Every failure of the API is `application/problem+json` (RFC 9457): `type, code, title, status, detail?, "
        "errors[{pointer, code, detail}]?, request_id`. The `code` is the contract; texts may change."
    )
    yield table(
        ["code", "status", "title", "of"],
        (
            [f"`{kind.code}`", str(kind.status), kind.title, kind.__module__.split(".")[1]]
            for kind in every_problem()
            if ".tests." not in kind.__module__
        ),
    )


def permissions_text() -> Iterator[str]:
    """Every permission in plain words, and the roles that have it from the install on."""
    yield (
        "What may be permitted, `app:resource:action`, and which of the roles that come with the install hold it in "
        "their scope. What people may do with their own things (their enrollment, their attempt) and what the staff "
        "of a course may do in it is decided by the policies beside these: who gets in where is written down, route "
        "by route, in [who may do what](who-may-do-what.md)."
    )
    yield table(
        ["permission", "opens", "roles", "care"],
        (
            [
                f"`{permission}`",
                f"**{words.label}.** {words.about}",
                ", ".join(
                    role.code for role in identity.shipped_roles() if str(permission) in role.permissions
                )
                or "none",
                "yes" if words.is_dangerous else "",
            ]
            for permission, words in sorted(WORDS.items())
        ),
    )


def events_text() -> Iterator[str]:
    """Every event with its members and who listens."""
    yield (
        "Facts that apps announce. A row of the outbox is written in the transaction of the fact; handlers run after "
        "commit, at least once, and bear repetition. Database triggers announce some facts too."
    )
    yield table(
        ["event", "members", "meaning", "heard by"],
        (
            [f"`{name}`", members(kind), summary(kind), listeners(name)]
            for name, kind in event_types().items()
        ),
    )


def members(kind: type) -> str:
    """Names of a dataclass's fields."""
    return ", ".join(f"`{field.name}`" for field in dataclasses.fields(kind))


def summary(kind: type) -> str:
    """First line of a class's docstring."""
    return (inspect.getdoc(kind) or "").split("\n\n", maxsplit=1)[0]


def listeners(name: str) -> str:
    """Apps with a handler of the event."""
    return (
        ", ".join(sorted({handler.__module__.split(".")[1] for handler in handlers_of(name)})) or "nobody yet"
    )


def data_map_text() -> Iterator[str]:
    """What is kept about people, by purpose."""
    yield (
        "What the site keeps about people: made from the declarations of all apps, which a test compares with all "
        "tables. *Erasure* says what becomes of the rows when a person asks to be erased, the columns say so in detail."
    )
    tables = personal_data_map()
    for purpose in dict.fromkeys(
        entry["purpose"] for entry in sorted(tables, key=lambda row: row["purpose"])
    ):
        yield f"## {str(purpose).capitalize()}"
        yield table(
            ["table", "what it holds", "kept", "erasure", "columns", "why it stays"],
            (
                [
                    f"`{entry['table']}`",
                    entry["about"],
                    entry["retention"],
                    entry["on_erasure"],
                    ", ".join(
                        f"`{column['name']}` ({column['category']}, {column['on_erasure']})"
                        for column in entry["columns"]
                    ),
                    entry["reason"],
                ]
                for entry in tables
                if entry["purpose"] == purpose
            ),
        )
