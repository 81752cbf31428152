"""From what an analyst typed to a statement of our own that is ready for any reader."""

import dataclasses
import functools

from edusync.reports.studio.expressions import Output
from edusync.reports.studio.pieces import Sql, listed, sql
from edusync.reports.studio.reading import read
from edusync.reports.studio.selects import Selects

# Rows of a report, however many there would be.
MOST_ROWS = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class Compiled:
    """A statement that was read and allowed. `relations` are those it reads; `limit` and `offset` as typed.

    `keys` are the numbers of all its columns in the order in which they sort it.
    """

    sql: Sql
    keys: tuple[str, ...]
    columns: tuple[Output, ...]
    relations: frozenset[str]
    limit: int | None
    offset: int

    def rows(self, *, limit: int, offset: int = 0) -> Sql:
        """Its rows from the one number `offset`, within what was typed. Their order is always the same."""
        most = limit if self.limit is None else max(min(limit, self.limit - offset), 0)
        return sql(self.sql, f" LIMIT {most} OFFSET {self.offset + offset}")

    def arranged(self, conditions: Sql, key: Sql) -> "Compiled":
        """Its rows that meet the conditions on its columns c1, c2 …, by the key first where there is one."""
        rows = self.sql if self.limit is None else sql(self.sql, f" LIMIT {self.limit} OFFSET {self.offset}")
        where = sql(" WHERE ", conditions) if conditions else ()
        named = {word for piece in key for word in str(piece).split()}
        rest = [sql(each) for each in self.keys if each.split()[0] not in named]
        order = listed([key, *rest] if key else rest)
        whole = sql("SELECT * FROM (", rows, ") AS arranged", where, " ORDER BY ", order)
        return dataclasses.replace(self, sql=whole, limit=None, offset=0)

    def count(self, *, most: int) -> Sql:
        """The number of its rows, counted no further than `most`."""
        return sql("SELECT COUNT(*) FROM (", self.rows(limit=most), ") AS counted")


@functools.lru_cache(maxsize=512)
def compiled(text: str, engine: str) -> Compiled:
    """The statement for an engine (sqlite or mysql). Raises ReportStatementRefused with reason, line and column."""
    selects = Selects(text, engine)
    select = selects.of(read(text))
    rest = [str(number) for number in range(1, len(select.outputs) + 1) if number not in select.sorted_by]
    keys = sql(select.order, ", " if select.order and rest else "", ", ".join(rest))
    return Compiled(
        sql(select.sql, " ORDER BY ", keys),
        (*_numbers(select.order, select.sorted_by), *rest),
        select.outputs,
        frozenset(selects.relations),
        select.limit,
        select.offset,
    )


def _numbers(order: Sql, numbers: frozenset[int]) -> tuple[str, ...]:
    """The keys of the order that are the numbers of columns, with their direction."""
    text = "".join(piece if isinstance(piece, str) else "?" for piece in order)
    known = {f"{number}{direction}" for number in numbers for direction in ("", " DESC")}
    return tuple(dict.fromkeys(key.strip() for key in text.split(",") if key.strip() in known))
