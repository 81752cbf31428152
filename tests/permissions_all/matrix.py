"""The page that says who may reach which route: read by the test, and written by it when asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.permissions_all.actors import ACTORS
from tests.permissions_all.addresses import all_cases

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "who-may-do-what.md"
HEAD = """# Who may do what

<!-- Written by `MATRIX_WRITE=1 pytest tests/permissions_all/test_matrix.py -n0`, and compared with the site by the same test. Read every change. -->

Every route of the API, asked by everybody who may come to the door, with the ids of rows that exist: a course that the
instructor teaches, an enrollment, attempt and certificate of the learner, who is in a unit, and so on. **yes** means let
in (a body may still be wrong, or the present state against it); a number is the status of the refusal: 401 sign in first,
403 you may not, 404 there is no such thing (for you). Permissions in plain words are in [permissions](permissions.md).

- **learner** owns the rows, **other learner** has nothing to do with them; the **instructor** teaches the course, the
  **other instructor** another one.
- **guardian** is one of the learner; **with consent** to all five scopes.
- **unit manager** may see and look after people and give roles in the unit in which the learner is.
- **key without scope** is an API key of the admin that carries the permission for one's own profile only.
- **admin as learner** sees the site as the learner.
"""
Table = dict[tuple[str, str], dict[str, str]]


def cases() -> list[tuple[str, str, Any]]:
    """Route, method and view; of two spellings of an address the one without the slash."""
    return [case for case in all_cases() if not case[0].endswith("/")]


def read() -> Table:
    """Verdicts by method and route, and by actor."""
    table: Table = {}
    if not PAGE.exists():
        return table
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("| `"):
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        method, _, route = cells[0].strip("`").partition(" ")
        table[method, route] = dict(zip(ACTORS, cells[2:], strict=True))
    return table


def write(table: Table) -> None:
    """Write the page anew for the routes that exist."""
    PAGE.write_text(HEAD + "\n" + "\n".join(lines(table)) + "\n", encoding="utf-8")


def lines(table: Table) -> Iterator[str]:
    """The rows of the table."""
    yield "| route | permission | " + " | ".join(ACTORS) + " |"
    yield "| --- " * (len(ACTORS) + 2) + "|"
    for route, method, view in cases():
        verdicts = table.get((method.upper(), route), {})
        permission = (
            f"`{found}`" if (found := view.permissions.get(method)) else "everybody" if view.public else ""
        )
        cells = [f"`{method.upper()} {route}`", permission, *(verdicts.get(actor, "?") for actor in ACTORS)]
        yield "| " + " | ".join(cells) + " |"


def verdict(status: int) -> str:
    """What an answer says about the door."""
    return str(status) if status in {401, 403, 404} else "yes"
