"""Puts a SELECT into SQL of our own: relations become rows of the reader, names become ours, columns get kinds."""

import dataclasses
from typing import Any

from sqlglot import exp

from edusync.reports.engine.declarations import NAME
from edusync.reports.engine.words import plain_title
from edusync.reports.studio.expressions import Expression, Field, Origin, Output
from edusync.reports.studio.pieces import Rows, Sql, listed, sql
from edusync.reports.studio.reading import place_of_node
from edusync.reports.studio.refusals import Place, refused
from edusync.reports.studio.relations import relations
from edusync.reports.studio.values import Values, expression_of

MOST_RELATIONS = 4
MOST_COLUMNS = 30
MOST_OFFSET = 1_000_000
MOST_DIGITS = 15
PARTS = (
    "expressions",
    "from_",
    "joins",
    "where",
    "group",
    "having",
    "order",
    "limit",
    "offset",
    "distinct",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Select:
    """A SELECT in the making, without its end; `order` are the keys that were asked for."""

    sql: Sql
    outputs: tuple[Output, ...]
    order: Sql
    sorted_by: frozenset[int]
    limit: int | None
    offset: int

    @property
    def whole(self) -> Sql:
        """With order and limit as typed."""
        text = sql(self.sql, " ORDER BY ", self.order) if self.order else self.sql
        if self.limit is None:
            return text
        return sql(text, f" LIMIT {self.limit} OFFSET {self.offset}")


class Selects:
    """Translates one statement with the SELECTs inside it."""

    def __init__(self, text: str, engine: str) -> None:
        self.text = text
        self.engine = engine
        self.relations: list[str] = []
        self.sources = 0

    def of(self, node: exp.Select) -> Select:
        """The SELECT. Raises ReportStatementRefused."""
        values = Values(self.text, self.engine, {})
        values.only(node, *PARTS)
        found, rows = self.rows(node, values)
        values.sources = found
        outputs = self.shown(node, values)
        keys = self.groups(node, values, outputs)
        conditions = self.conditions(node, values)
        having = self.having(node, values, outputs)
        order, order_values, sorted_by = self.order(node, values, outputs)
        self.check_groups(node, [*[each for _, each in outputs], *having, *order_values], keys)
        limit, offset = self.limits(node)
        distinct = "DISTINCT " if self.is_distinct(node, values) else ""
        columns = [sql(each.sql, f" AS c{place}") for place, (_, each) in enumerate(outputs, 1)]
        text = sql("SELECT ", distinct, listed(columns), " FROM ", rows)
        text = sql(text, " WHERE ", conditions) if conditions else text
        text = sql(text, " GROUP BY ", listed(keys)) if keys else text
        text = sql(text, " HAVING ", having[0].sql) if having else text
        return Select(
            text, tuple(output for output, _ in outputs), order, frozenset(sorted_by), limit, offset
        )

    def rows(self, node: exp.Select, values: Values) -> tuple[dict[str, dict[str, Field]], Sql]:
        """What stands behind FROM: the columns that can be named, and its SQL."""
        start = node.args.get("from_")
        if start is None:
            raise refused("from-missing", self.text, place_of_node(node))
        values.only(start, "this")
        found: dict[str, dict[str, Field]] = {}
        text = self.source(start.this, found)
        for join in node.args.get("joins") or []:
            place = place_of_node(join)
            if (
                join.args.get("method")
                or join.side not in ("", "LEFT")
                or join.kind not in ("", "INNER", "OUTER")
            ):
                raise refused("join-kind", self.text, place)
            condition = join.args.get("on")
            if condition is None:
                is_comma = self.text[: place.begin].rstrip(' \t\r\n"(').endswith(",")
                raise refused("comma-join" if is_comma else "join-condition", self.text, place)
            values.only(join, "this", "side", "kind", "on")
            source = self.source(join.this, found)
            values.sources = found
            matched = values.of(condition)
            self.check_rows_only(matched)
            word = " LEFT JOIN " if join.side == "LEFT" else " JOIN "
            text = sql(text, word, source, " ON ", matched.sql)
        return found, text

    def source(self, node: Any, found: dict[str, dict[str, Field]]) -> Sql:
        """A relation or a SELECT in parentheses; its columns join those found so far."""
        place = place_of_node(node)
        values = Values(self.text, self.engine, {})
        if isinstance(node, exp.Table):
            fields, rows, name = self.relation(node, place, values)
        elif isinstance(node, exp.Subquery) and isinstance(node.this, exp.Select):
            values.only(node, "this", "alias")
            fields, rows, name = self.inner(node, place)
        else:
            raise refused("relation-name", self.text, place)
        alias = node.args.get("alias")
        if alias is not None:
            values.only(alias, "this")
        if name in found:
            raise refused("relation-twice", self.text, place, name)
        self.sources += 1
        found[name] = {
            each: dataclasses.replace(field, sql=f"s{self.sources}.{field.sql}")
            for each, field in fields.items()
        }
        return sql(rows, f" AS s{self.sources}")

    def relation(self, node: exp.Table, place: Place, values: Values) -> tuple[dict[str, Field], Sql, str]:
        """A relation that is named."""
        if node.args.get("db") or node.args.get("catalog"):
            raise refused("relation-name", self.text, place)
        if not isinstance(node.this, exp.Identifier):
            raise refused("relation-name", self.text, place)
        values.only(node, "this", "alias")
        name = node.name.lower()
        relation = relations().get(name)
        if relation is None:
            raise refused("relation-unknown", self.text, place, name)
        if len(self.relations) >= MOST_RELATIONS:
            raise refused("relations-many", self.text, place, MOST_RELATIONS)
        self.relations.append(name)
        fields = {
            column.name: Field(column.name, column.kind, column.places, Origin(name, column.name))
            for column in relation.columns
        }
        return fields, sql(Rows(name)), (node.alias or name).lower()

    def inner(self, node: exp.Subquery, place: Place) -> tuple[dict[str, Field], Sql, str]:
        """A SELECT behind FROM or JOIN. It knows nothing of the one around it."""
        if not node.alias:
            raise refused("sub-select", self.text, place)
        inner = self.of(node.this)
        fields = {
            output.name: Field(f"c{number}", output.kind, output.places, output.origin, output.title)
            for number, output in enumerate(inner.outputs, 1)
        }
        return fields, sql("(", inner.whole, ")"), node.alias.lower()

    def shown(self, node: exp.Select, values: Values) -> list[tuple[Output, Expression]]:
        """The columns behind SELECT."""
        found: list[tuple[Output, Expression]] = []
        for each in node.expressions:
            if isinstance(each, exp.Star) or (
                isinstance(each, exp.Column) and isinstance(each.this, exp.Star)
            ):
                found += self.all_columns(each, values)
            else:
                found.append(self.one_column(each, values, len(found) + 1))
            names = [output.name for output, _ in found]
            if len(names) > MOST_COLUMNS:
                raise refused("columns-many", self.text, place_of_node(each), MOST_COLUMNS)
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice:
                raise refused("name-twice", self.text, place_of_node(each), twice)
        return found

    def all_columns(self, node: exp.Expr, values: Values) -> list[tuple[Output, Expression]]:
        """`*`, or `name.*`."""
        place = place_of_node(node)
        star = node.this if isinstance(node, exp.Column) else node
        values.only(star)
        table = node.args.get("table")
        if table is None:
            wanted = list(values.sources.values())
        elif table.name.lower() in values.sources:
            wanted = [values.sources[table.name.lower()]]
        else:
            raise refused("relation-unknown", self.text, place, table.name)
        return [
            _named(name, field.title, expression_of(field, place))
            for fields in wanted
            for name, field in fields.items()
        ]

    def one_column(self, node: exp.Expr, values: Values, number: int) -> tuple[Output, Expression]:
        """A value behind SELECT with its name."""
        if not isinstance(node, exp.Alias):
            value = values.of(node)
            name = node.name.lower() if isinstance(node, exp.Column) else ""
            if isinstance(node, exp.Anonymous):
                name = f"{str(node.this).lower()}_{number}"
            return _named(name if NAME.match(name) else f"column_{number}", value.title, value)
        values.only(node, "this", "alias")
        value, alias = values.of(node.this), node.args["alias"]
        name = alias.name.lower() if NAME.match(alias.name.lower()) else f"column_{number}"
        title = alias.name if alias.args.get("quoted") else plain_title(alias.name)
        return _named(name, title[:120], value)

    def is_distinct(self, node: exp.Select, values: Values) -> bool:
        """Whether equal rows are one."""
        distinct = node.args.get("distinct")
        if distinct is not None:
            values.only(distinct)
        return distinct is not None

    def conditions(self, node: exp.Select, values: Values) -> Sql:
        """What stands behind WHERE."""
        where = node.args.get("where")
        if where is None:
            return ()
        values.only(where, "this")
        value = values.of(where.this)
        self.check_rows_only(value)
        return value.sql

    def check_rows_only(self, value: Expression) -> None:
        """Raise ReportStatementRefused where a function over many rows stands in what is asked of single rows."""
        aggregate = next(value.aggregates(), None)
        if aggregate is not None:
            raise refused("aggregate-place", self.text, aggregate.place)

    def groups(self, node: exp.Select, values: Values, outputs: list[tuple[Output, Expression]]) -> list[Sql]:
        """What stands behind GROUP BY; a name or number of a shown column means its value."""
        group = node.args.get("group")
        if group is None:
            return []
        values.only(group, "expressions")
        found = []
        for each in group.expressions:
            value = self.shown_value(each, values, outputs, is_name_first=False)
            self.check_rows_only(value)
            found.append(value.sql)
        return found

    def having(
        self, node: exp.Select, values: Values, outputs: list[tuple[Output, Expression]]
    ) -> list[Expression]:
        """What stands behind HAVING, at most one."""
        having = node.args.get("having")
        if having is None:
            return []
        values.only(having, "this")
        aliases = {
            output.name: each
            for output, each in outputs
            if not any(output.name in fields for fields in values.sources.values())
        }
        return [_WithNames(values, aliases).of(having.this)]

    def shown_value(
        self,
        node: exp.Expr,
        values: Values,
        outputs: list[tuple[Output, Expression]],
        *,
        is_name_first: bool,
    ) -> Expression:
        """The value of a key of GROUP BY or ORDER BY: of a shown column by its number or name, or any other."""
        place = place_of_node(node)
        if isinstance(node, exp.Literal):
            number = whole_number(node) or 0
            if not 1 <= number <= len(outputs):
                raise refused("column-unknown", self.text, place)
            return outputs[number - 1][1]
        if isinstance(node, exp.Column) and not node.table and isinstance(node.this, exp.Identifier):
            name = node.name.lower()
            is_column = any(name in fields for fields in values.sources.values())
            if is_name_first or not is_column:
                named = [each for output, each in outputs if output.name == name]
                if named:
                    return named[0]
        return values.of(node)

    def order(
        self, node: exp.Select, values: Values, outputs: list[tuple[Output, Expression]]
    ) -> tuple[Sql, list[Expression], set[int]]:
        """What stands behind ORDER BY, the values in it, and the numbers of the shown columns it names."""
        order = node.args.get("order")
        if order is None:
            return (), [], set()
        values.only(order, "expressions")
        shown = [each.sql for _, each in outputs]
        keys, found, numbers = [], [], set()
        for each in order.expressions:
            values.only(each, "this", "desc", "nulls_first")
            value = self.shown_value(each.this, values, outputs, is_name_first=True)
            if value.sql in shown:
                number = shown.index(value.sql) + 1
                numbers.add(number)
                key = sql(str(number))
            elif node.args.get("distinct") is not None:
                raise refused("order-distinct", self.text, place_of_node(each))
            else:
                key = value.sql
                found.append(value)
            keys.append(sql(key, " DESC") if each.args.get("desc") else key)
        return listed(keys), found, numbers

    def check_groups(self, node: exp.Select, used: list[Expression], keys: list[Sql]) -> None:
        """Raise ReportStatementRefused where a column has no one value in a group."""
        is_grouped = (
            bool(keys) or any(each.is_over_rows for each in used) or node.args.get("having") is not None
        )
        if not is_grouped:
            return
        for each in used:
            loose = each.loose(keys)
            if loose is not None:
                raise refused("grouping", self.text, loose.place)

    def limits(self, node: exp.Select) -> tuple[int | None, int]:
        """LIMIT and OFFSET."""
        found: list[int | None] = []
        for name in ("limit", "offset"):
            part = node.args.get(name)
            if part is None:
                found.append(None)
                continue
            Values(self.text, self.engine, {}).only(part, "expression")
            number = whole_number(part.expression)
            if number is None or number > MOST_OFFSET:
                raise refused("limit", self.text, place_of_node(part))
            found.append(number)
        limit, offset = found
        if limit is None and offset is not None:
            raise refused("limit", self.text, place_of_node(node.args["offset"]))
        return limit, offset or 0


class _WithNames(Values):
    """Values in which the names of shown columns can be used as well."""

    def __init__(self, values: Values, names: dict[str, Expression]) -> None:
        super().__init__(values.text, values.engine, values.sources)
        self.names = names

    def of(self, node: Any) -> Expression:
        """A shown column by its name, or any value."""
        if isinstance(node, exp.Column) and not node.table and node.name.lower() in self.names:
            return self.names[node.name.lower()]
        return super().of(node)


def whole_number(node: Any) -> int | None:
    """The whole number that was typed, None for anything else. Other digits than 0 to 9 are none."""
    if not isinstance(node, exp.Literal) or node.is_string:
        return None
    typed = str(node.this)
    is_whole = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
    return int(typed) if is_whole else None


def _named(name: str, title: str, value: Expression) -> tuple[Output, Expression]:
    kind = "text" if value.kind == "empty" else value.kind
    return Output(name, kind, min(value.places, 6), title, value.origin), value
