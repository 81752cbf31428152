"""From what an analyst typed to a statement of our own that is ready for any reader."""

import dataclasses
import functools

from edusync.reports.studio.expressions import Output
from edusync.reports.studio.pieces import Sql, sql
from edusync.reports.studio.reading import read
from edusync.reports.studio.selects import Selects

# Rows of a report, however many there would be.
MOST_ROWS = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class Compiled:
    """A statement that was read and allowed. `relations` are those it reads; `limit` and `offset` as typed."""

    sql: Sql
    columns: tuple[Output, ...]
    relations: frozenset[str]
    limit: int | None
    offset: int

    def rows(self, *, limit: int, offset: int = 0) -> Sql:
        """Its rows from the one number `offset`, within what was typed. Their order is always the same."""
        most = limit if self.limit is None else max(min(limit, self.limit - offset), 0)
        return sql(self.sql, f" LIMIT {most} OFFSET {self.offset + offset}")

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
        select.outputs,
        frozenset(selects.relations),
        select.limit,
        select.offset,
    )
