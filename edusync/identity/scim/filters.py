"""Filters of RFC 7644, 3.4.2.2: read into a small tree, which is matched against values or turned into a query.

Nothing of a filter ever becomes SQL text: attribute names are looked up in a fixed table, values are bound.
"""

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

from edusync.identity.scim.errors import ScimError, invalid_filter

LONGEST = 2000
MOST_TERMS = 30
DEEPEST = 10
OPERATORS = frozenset({"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"})
_TOKEN = re.compile(
    r"""\s*(?:(?P<sign>[()\[\]])|(?P<string>"(?:[^"\\]|\\.)*")|(?P<word>[^\s()\[\]"]+))""", re.DOTALL
)


@dataclasses.dataclass(frozen=True, slots=True)
class Compare:
    """`path operator value`; with the operator `pr` there is no value."""

    path: str
    operator: str
    value: Any = None


@dataclasses.dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: "Node"


@dataclasses.dataclass(frozen=True, slots=True)
class Both:
    """`and` or `or`."""

    word: str
    left: "Node"
    right: "Node"


@dataclasses.dataclass(frozen=True, slots=True)
class Within:
    """`path[filter]`: one value of the attribute passes the filter."""

    path: str
    inner: "Node"


Node = Compare | Not | Both | Within


def parse(text: str) -> Node:
    """The tree of a filter. Raises ScimError (invalidFilter)."""
    if len(text) > LONGEST:
        raise invalid_filter(f"A filter has at most {LONGEST} characters.")
    reader = _Reader(list(_tokens(text)))
    node = reader.either(0)
    if reader.peek() is not None:
        raise invalid_filter("The filter goes on where it should end.")
    return node


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None:
            raise invalid_filter("The filter cannot be read.")
        position = found.end()
        kind = str(found.lastgroup)
        yield kind, found.group(kind)


class _Reader:
    """Recursive descent: `or` binds weaker than `and`, that weaker than `not`."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0
        self.terms = 0

    def peek(self) -> tuple[str, str] | None:
        """The next token, without taking it."""
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self, kind: str) -> str:
        """The next token, which must be of that kind."""
        token = self.peek()
        if token is None or token[0] != kind:
            raise invalid_filter("The filter cannot be read.")
        self.position += 1
        return token[1]

    def takes(self, kind: str, text: str) -> bool:
        """Take the token if it is this one."""
        token = self.peek()
        if token is None or token[0] != kind or token[1].lower() != text:
            return False
        self.position += 1
        return True

    def either(self, depth: int) -> Node:
        """Terms joined by `or`."""
        if depth > DEEPEST:
            raise invalid_filter(f"A filter is at most {DEEPEST} levels deep.")
        node = self.every(depth)
        while self.takes("word", "or"):
            node = Both("or", node, self.every(depth))
        return node

    def every(self, depth: int) -> Node:
        """Terms joined by `and`."""
        node = self.term(depth)
        while self.takes("word", "and"):
            node = Both("and", node, self.term(depth))
        return node

    def term(self, depth: int) -> Node:
        """One comparison, or something in brackets."""
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise invalid_filter(f"A filter has at most {MOST_TERMS} terms.")
        if self.takes("sign", "("):
            return self.closed(depth, ")")
        path = self.take("word")
        if path.lower() == "not" and self.takes("sign", "("):
            return Not(self.closed(depth, ")"))
        if self.takes("sign", "["):
            return Within(path, self.closed(depth, "]"))
        return self.comparison(path)

    def closed(self, depth: int, sign: str) -> Node:
        """A filter up to the closing sign."""
        node = self.either(depth + 1)
        if not self.takes("sign", sign):
            raise invalid_filter(f"{sign} is missing.")
        return node

    def comparison(self, path: str) -> Compare:
        """The rest of `path operator value`."""
        operator = self.take("word").lower()
        if operator == "pr":
            return Compare(path, operator)
        if operator not in OPERATORS:
            raise invalid_filter(f"There is no operator {operator[:20]!r}.")
        token = self.peek()
        if token is None or token[0] == "sign":
            raise invalid_filter("A value is missing.")
        self.position += 1
        return Compare(path, operator, _value(token[1]))


def _value(text: str) -> Any:
    try:
        # JSON would also take NaN and Infinity.
        value = json.loads(text, parse_constant=_no_number)
    except ValueError as error:
        raise invalid_filter("A value is text in quotes, a number, true, false or null.") from error
    if isinstance(value, str) and "\0" in value:
        raise invalid_filter("NUL characters are not allowed.")
    return value


def _no_number(text: str) -> Any:
    raise ValueError(text)


def matches(node: Node, item: Any) -> bool:
    """Whether one value of a multi-valued attribute passes; a plain value is its own `value`."""
    if isinstance(node, Not):
        return not matches(node.inner, item)
    if isinstance(node, Both):
        left, right = matches(node.left, item), matches(node.right, item)
        return (left and right) if node.word == "and" else (left or right)
    if isinstance(node, Within):
        raise invalid_filter("A filter of values has no filter of values inside.")
    facts = item if isinstance(item, dict) else {"value": item}
    present = next((value for name, value in facts.items() if name.lower() == node.path.lower()), None)
    return _compare(present, node)


def _compare(present: Any, node: Compare) -> bool:
    wanted = node.value
    if node.operator == "pr":
        return present not in (None, "", [])
    if node.operator in {"eq", "ne"}:
        return (_folded(present) == _folded(wanted)) is (node.operator == "eq")
    if not isinstance(present, str) or not isinstance(wanted, str):
        return False
    return _compare_texts(present.casefold(), node.operator, wanted.casefold())


def _compare_texts(text: str, operator: str, wanted: str) -> bool:
    results = {
        "co": wanted in text,
        "sw": text.startswith(wanted),
        "ew": text.endswith(wanted),
        "gt": text > wanted,
        "ge": text >= wanted,
        "lt": text < wanted,
        "le": text <= wanted,
    }
    return results[operator]


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


__all__ = ["Both", "Compare", "Node", "Not", "ScimError", "Within", "matches", "parse"]
