"""Puts values into SQL: columns, what was typed, calculations, comparisons, functions. What it does not know is refused."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlglot import exp

from edusync.reports.studio.expressions import NUMBERS, Expression, Field, Kind
from edusync.reports.studio.functions import (
    FUNCTIONS,
    KINDS_OF,
    MOST_DAYS,
    MOST_DIGITS,
    Function,
    kind_of,
    template_of,
)
from edusync.reports.studio.pieces import Bind, Day, Sql, filled, listed, sql
from edusync.reports.studio.reading import place_of_node
from edusync.reports.studio.refusals import Place, refused

LARGEST = 10**15
Sources = Mapping[str, Mapping[str, Field]]
COMPARISONS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.And: "AND",
    exp.Or: "OR",
}
# Columns of counts have no sign on some engines, where a difference below zero would fail.
CALCULATIONS: Mapping[type[exp.Expr], str] = {
    exp.Add: "({0} + {1})",
    exp.Sub: "(0.0 + {0} - {1})",
    exp.Mul: "({0} * {1})",
    exp.Div: "(1.0e0 * {0} / NULLIF({1}, 0))",
}


class Values:
    """Translates the values of one SELECT, in which the columns of `sources` can be named."""

    def __init__(self, text: str, engine: str, sources: Sources) -> None:
        self.text = text
        self.engine = engine
        self.sources = sources

    def of(self, node: Any) -> Expression:
        """The value. Raises ReportStatementRefused."""
        translate = _TRANSLATORS.get(type(node))
        if translate is None:
            raise self.unknown(node)
        return translate(self, node)

    def unknown(self, node: exp.Expr) -> Exception:
        """The refusal of a node that is not of the language."""
        place = place_of_node(node)
        if isinstance(node, exp.Query | exp.Exists):
            return refused("sub-select", self.text, place)
        if isinstance(node, exp.Star):
            return refused("star", self.text, place, "*")
        shown = "" if place.end else type(node).__name__.upper()
        return refused("word", self.text, place, shown)

    def only(self, node: exp.Expr, *known: str) -> None:
        """Raise ReportStatementRefused if the node says more than we read of it."""
        for name, value in node.args.items():
            if name not in known and value not in (None, False, [], ""):
                place = place_of_node(value) if isinstance(value, exp.Expr) else place_of_node(node)
                if isinstance(value, exp.Query):
                    raise refused("sub-select", self.text, place)
                raise refused("word", self.text, place)

    def column(self, node: exp.Column) -> Expression:
        """The column that is named."""
        place = place_of_node(node)
        if node.args.get("db") or node.args.get("catalog"):
            raise refused("relation-name", self.text, place)
        self.only(node, "this", "table")
        if not isinstance(node.this, exp.Identifier):
            raise refused("star", self.text, place, "*")
        name, table = node.name.lower(), node.table.lower()
        if table and table not in self.sources:
            raise refused("relation-unknown", self.text, place, table)
        candidates = [self.sources[table]] if table else list(self.sources.values())
        found = [fields[name] for fields in candidates if name in fields]
        if not found:
            raise refused("column-unknown", self.text, place, name)
        if len(found) > 1:
            raise refused("column-ambiguous", self.text, place, name)
        return expression_of(found[0], place)

    def literal(self, node: exp.Literal) -> Expression:
        """What was typed, bound."""
        place = place_of_node(node)
        typed = str(node.this)
        if node.is_string:
            return Expression(sql(Bind(typed)), "text", place)
        try:
            value = Decimal(typed)
        except InvalidOperation as error:
            raise refused("number", self.text, place) from error
        if not value.is_finite() or abs(value) > LARGEST or len(typed) > 20:
            raise refused("number", self.text, place)
        if typed.isascii() and typed.isdigit():
            return Expression(sql(Bind(int(value))), "integer", place, places=int(value), role="integer")
        return Expression(sql(Bind(float(value))), "decimal", place)

    def constant(self, node: exp.Expr) -> Expression:
        """NULL, TRUE, FALSE."""
        place = place_of_node(node)
        if isinstance(node, exp.Null):
            return Expression(sql("NULL"), "empty", place)
        return Expression(sql("1" if node.this else "0"), "integer", place)

    def paren(self, node: exp.Paren) -> Expression:
        """Parentheses change nothing: everything has its own."""
        self.only(node, "this")
        return self.of(node.this)

    def comparison(self, node: exp.Binary) -> Expression:
        """Two values compared, or two conditions joined."""
        self.only(node, "this", "expression")
        left, right = self.of(node.this), self.of(node.expression)
        text = sql("(", left.sql, f" {COMPARISONS[type(node)]} ", right.sql, ")")
        return Expression(text, "integer", place_of_node(node), children=(left, right))

    def calculation(self, node: exp.Binary) -> Expression:
        """Two numbers calculated with."""
        self.only(node, "this", "expression", "typed", "safe")
        left, right = self.number(node.this), self.number(node.expression)
        text = filled(CALCULATIONS[type(node)], (left.sql, right.sql))
        kind, places = _kind_of_calculation(node, left, right)
        return Expression(text, kind, place_of_node(node), places, children=(left, right))

    def number(self, node: exp.Expr) -> Expression:
        """A value that can be calculated with."""
        value = self.of(node)
        if value.kind not in NUMBERS:
            raise refused("arithmetic", self.text, value.place)
        return value

    def negative(self, node: exp.Neg) -> Expression:
        """A number with the other sign."""
        self.only(node, "this")
        value = self.number(node.this)
        text = sql("(0.0 - ", value.sql, ")")
        return Expression(text, value.kind, place_of_node(node), min(value.places, 6), children=(value,))

    def negation(self, node: exp.Not) -> Expression:
        """The opposite of a condition."""
        self.only(node, "this")
        value = self.of(node.this)
        return Expression(sql("(NOT ", value.sql, ")"), "integer", place_of_node(node), children=(value,))

    def is_empty(self, node: exp.Is) -> Expression:
        """IS NULL; nothing else is asked with IS."""
        self.only(node, "this", "expression")
        if not isinstance(node.expression, exp.Null):
            raise self.unknown(node)
        value = self.of(node.this)
        return Expression(sql("(", value.sql, " IS NULL)"), "integer", value.place, children=(value,))

    def among(self, node: exp.In) -> Expression:
        """Whether the value is one of a list."""
        if node.args.get("query") is not None:
            raise refused("sub-select", self.text, place_of_node(node.args["query"]))
        self.only(node, "this", "expressions")
        if not node.expressions:
            raise refused("syntax", self.text, place_of_node(node))
        value = self.of(node.this)
        choices = [self.of(each) for each in node.expressions]
        text = sql("(", value.sql, " IN (", listed(each.sql for each in choices), "))")
        return Expression(text, "integer", place_of_node(node), children=(value, *choices))

    def between(self, node: exp.Between) -> Expression:
        """Whether the value lies between two others, which count as within."""
        self.only(node, "this", "low", "high")
        value, low, high = (self.of(node.args[name]) for name in ("this", "low", "high"))
        text = sql("(", value.sql, " BETWEEN ", low.sql, " AND ", high.sql, ")")
        return Expression(text, "integer", place_of_node(node), children=(value, low, high))

    def like(self, node: exp.Like) -> Expression:
        """Whether the text has a pattern."""
        self.only(node, "this", "expression", "negate")
        pattern = node.expression
        if not isinstance(pattern, exp.Literal) or not pattern.is_string:
            raise refused("pattern", self.text, place_of_node(node.expression))
        value = self.of(node.this)
        # Engines disagree about what escapes unless it is said; who typed an exclamation mark means one.
        escaped = Bind(str(pattern.this).replace("!", "!!"))
        word = " NOT LIKE " if node.args.get("negate") else " LIKE "
        text = sql("(", value.sql, word, escaped, " ESCAPE '!')")
        return Expression(text, "integer", place_of_node(node), children=(value,))

    def case(self, node: exp.Case) -> Expression:
        """CASE WHEN … THEN … ELSE … END."""
        self.only(node, "ifs", "default", "this")
        subject = [self.of(node.this)] if node.this else []
        children, text = list(subject), sql("(CASE ", *[sql(each.sql, " ") for each in subject])
        results = []
        for each in node.args.get("ifs") or []:
            self.only(each, "this", "true")
            when, then = self.of(each.this), self.of(each.args["true"])
            text = sql(text, "WHEN ", when.sql, " THEN ", then.sql, " ")
            children += [when, then]
            results.append(then)
        if node.args.get("default") is not None:
            other = self.of(node.args["default"])
            text = sql(text, "ELSE ", other.sql, " ")
            children.append(other)
            results.append(other)
        first = next((each for each in results if each.kind != "empty"), results[0])
        places = min(max(each.places for each in results), 2)
        return Expression(
            sql(text, "END)"), first.kind, place_of_node(node), places, children=tuple(children)
        )

    def call(self, node: exp.Anonymous) -> Expression:
        """A function of the list."""
        place = place_of_node(node)
        name = str(node.this).upper()
        function = FUNCTIONS.get(name)
        if function is None or not isinstance(node.this, str):
            raise refused("function-unknown", self.text, _head(node, place), str(node.this))
        self.only(node, "this", "expressions")
        if name == "COUNT" and len(node.expressions) == 1:
            counted = self.counted(node.expressions[0], place)
            if counted is not None:
                return counted
        arguments = [self.of(each) for each in node.expressions]
        self.check_arguments(name, function, arguments, place)
        if name in {"TODAY", "DAYS_AGO"}:
            return Expression(sql(Day(arguments[0].places if arguments else 0)), "date", place)
        return self.called(name, function, arguments, place)

    def called(self, name: str, function: Function, arguments: list[Expression], place: Place) -> Expression:
        """The function in SQL. Digits are whole numbers that we read, not what was typed."""
        parts: list[Sql] = [
            sql(str(each.places)) if function.takes_at(number) == "digits" else each.sql
            for number, each in enumerate(arguments)
        ]
        if name == "ROUND" and len(parts) == 1:
            parts.append(sql("0"))
        template = template_of(function, self.engine, len(parts))
        kind, places = kind_of(function, arguments)
        if function.is_aggregate and any(each.is_over_rows for each in arguments):
            raise refused("aggregate-inside", self.text, place, name)
        return Expression(
            filled(template, parts),
            kind,
            place,
            places,
            role="aggregate" if function.is_aggregate else "",
            children=tuple(arguments),
        )

    def counted(self, node: exp.Expr, place: Place) -> Expression | None:
        """COUNT of all rows or of different values."""
        if isinstance(node, exp.Star):
            self.only(node)
            return Expression(sql("COUNT(*)"), "integer", place, role="aggregate")
        if not isinstance(node, exp.Distinct):
            return None
        self.only(node, "expressions")
        if len(node.expressions) != 1:
            raise refused("arguments", self.text, place, "COUNT")
        value = self.of(node.expressions[0])
        if value.is_over_rows:
            raise refused("aggregate-inside", self.text, place, "COUNT")
        text = sql("COUNT(DISTINCT ", value.sql, ")")
        return Expression(text, "integer", place, role="aggregate", children=(value,))

    def check_arguments(
        self, name: str, function: Function, arguments: list[Expression], place: Place
    ) -> None:
        """Raise ReportStatementRefused unless the function takes these."""
        most = function.most or len(function.takes)
        if not function.fewest <= len(arguments) <= most:
            raise refused("arguments", self.text, place, name)
        for number, argument in enumerate(arguments):
            wanted = function.takes_at(number)
            if wanted in {"digits", "days"}:
                largest = MOST_DIGITS if wanted == "digits" else MOST_DAYS
                is_right = argument.role == "integer" and argument.places <= largest
            else:
                kinds = KINDS_OF[wanted]
                is_right = kinds is None or argument.kind in kinds
            if not is_right:
                raise refused("arguments", self.text, argument.place, name)


def expression_of(field: Field, place: Place) -> Expression:
    """A column as a value."""
    return Expression(
        sql(field.sql),
        field.kind,
        place,
        field.places,
        role="column",
        origin=field.origin,
        title=field.title,
    )


def _head(node: exp.Expr, place: Place) -> Place:
    begin = node.meta.get("start", place.begin)
    return Place(begin, node.meta.get("end", place.end - 1) + 1)


def _kind_of_calculation(node: exp.Expr, left: Expression, right: Expression) -> tuple[Kind, int]:
    kinds = {left.kind, right.kind} - {"empty"}
    if isinstance(node, exp.Div) or not kinds <= {"integer", "duration"}:
        if kinds == {"percent"} and not isinstance(node, exp.Div | exp.Mul):
            return "percent", 1
        return "decimal", 2
    if kinds == {"integer"} or not kinds:
        return "integer", 0
    return "duration", 0


_TRANSLATORS: Mapping[Any, Callable[[Values, Any], Expression]] = {
    exp.Column: Values.column,
    exp.Literal: Values.literal,
    exp.Null: Values.constant,
    exp.Boolean: Values.constant,
    exp.Paren: Values.paren,
    **dict.fromkeys(COMPARISONS, Values.comparison),
    **dict.fromkeys(CALCULATIONS, Values.calculation),
    exp.Neg: Values.negative,
    exp.Not: Values.negation,
    exp.Is: Values.is_empty,
    exp.In: Values.among,
    exp.Between: Values.between,
    exp.Like: Values.like,
    exp.Case: Values.case,
    exp.Anonymous: Values.call,
}
