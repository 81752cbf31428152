"""Arithmetic as learners type it: a Pratt parser with a fixed list of functions; nothing is ever executed.

Follows Open edX's calculator (`^` and `**` are power, `||` is resistors in parallel, `%` is a hundredth, names may
carry subscripts and primes) and also accepts multiplication left out: `2x`, `3(a+b)`, `x y`.
"""

import cmath
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 1000
MAX_DEPTH = 60

Number = float | complex
Names = Mapping[str, Number]


class ExpressionError(ValueError):
    """The text is no expression that can be evaluated. `code`: malformed, too-long, unknown-name, no-value."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def _either(real: Callable[..., float], complex_: Callable[..., complex]) -> Callable[..., Number]:
    """The real function where it has a value, else the complex one."""

    def call(*values: Number) -> Number:
        if not any(isinstance(value, complex) for value in values):
            try:
                return real(*values)
            except ValueError:
                pass
        return complex_(*values)

    return call


def _factorial(value: Number) -> float:
    if isinstance(value, complex) or value < 0 or value != int(value) or value > 170:
        raise ExpressionError("no-value", "A factorial needs a whole number from 0 to 170.")
    return float(math.factorial(int(value)))


def _real(function: Callable[..., float]) -> Callable[..., Number]:
    def call(*values: Number) -> Number:
        if any(isinstance(value, complex) for value in values):
            raise ExpressionError("no-value", "This function needs real numbers.")
        return float(function(*values))

    return call


_asin, _acos, _atan = (_either(getattr(math, n), getattr(cmath, n)) for n in ("asin", "acos", "atan"))
_ln, _log10 = _either(math.log, cmath.log), _either(math.log10, cmath.log10)

FUNCTIONS: dict[str, tuple[Callable[..., Number], int | None]] = {
    **{
        name: (_either(getattr(math, name), getattr(cmath, name)), 1)
        for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "sqrt")
    },
    **dict.fromkeys(("asin", "arcsin"), (_asin, 1)),
    **dict.fromkeys(("acos", "arccos"), (_acos, 1)),
    **dict.fromkeys(("atan", "arctan"), (_atan, 1)),
    "sec": (lambda x: 1 / FUNCTIONS["cos"][0](x), 1),
    "csc": (lambda x: 1 / FUNCTIONS["sin"][0](x), 1),
    "cot": (lambda x: 1 / FUNCTIONS["tan"][0](x), 1),
    "ln": (_ln, 1),
    "log": (_log10, 1),
    "log10": (_log10, 1),
    "log2": (lambda x: _ln(x) / math.log(2), 1),
    "cbrt": (_real(math.cbrt), 1),
    "abs": (abs, 1),
    "factorial": (_factorial, 1),
    "fact": (_factorial, 1),
    "floor": (_real(math.floor), 1),
    "ceil": (_real(math.ceil), 1),
    "min": (_real(min), None),
    "max": (_real(max), None),
}
CONSTANTS: dict[str, Number] = {"pi": math.pi, "e": math.e, "i": 1j, "j": 1j}

_SIGNS = str.maketrans(
    {
        "×": "*",
        "·": "*",
        "⋅": "*",
        "∙": "*",
        "÷": "/",
        "∕": "/",
        "−": "-",
        "–": "-",
        "π": " pi ",
        "√": " sqrt ",
        "\u00a0": " ",
    }
)
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d_]\w*(?:_\{[\w,]+\}|\^\{[\w,]+\})*'*)"
    r"|(?P<sign>\*\*|\|\||[-+*/^%!(),\[\]]))"
)
_BINDING = {"+": 10, "-": 10, "*": 20, "/": 20, "||": 30, "^": 50}
_IMPLICIT, _PREFIX = 20, 40


@dataclass(frozen=True, slots=True)
class Node:
    """A step of an expression: `kind` is number, name, call, or a sign."""

    kind: str
    value: float = 0.0
    name: str = ""
    parts: tuple["Node", ...] = ()


def _tokens(text: str) -> list[tuple[str, str]]:
    text = _SUPERSCRIPTS.sub(
        lambda found: f"^({unicodedata.normalize('NFKC', found[0]).replace('−', '-')})", text
    )
    text = text.translate(_SIGNS).strip()
    if len(text) > MAX_LENGTH:
        raise ExpressionError("too-long", "The expression is too long.")
    tokens, index = [], 0
    while index < len(text):
        found = _TOKEN.match(text, index)
        if not found:
            raise ExpressionError("malformed", f"“{text[index : index + 20].strip()}” is not understood.")
        kind = found.lastgroup or ""
        value = found[kind]
        tokens.append((kind, "^" if value == "**" else {"[": "(", "]": ")"}.get(value, value)))
        index = found.end()
    return tokens


class _Parser:
    """Pratt parser over the tokens."""

    def __init__(self, tokens: list[tuple[str, str]], known: frozenset[str]) -> None:
        self.tokens, self.index, self.depth, self.known = tokens, 0, 0, known

    def parse(self) -> Node:
        node = self._expression(0)
        if self.index < len(self.tokens):
            raise ExpressionError("malformed", f"“{self.tokens[self.index][1]}” is not expected here.")
        return node

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.index] if self.index < len(self.tokens) else ("end", "")

    def _expression(self, binding: int) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("too-long", "The expression is nested too deeply.")
        left = self._prefix()
        while (following := self._infix(left, binding)) is not None:
            left = following
        self.depth -= 1
        return left

    def _infix(self, left: Node, binding: int) -> Node | None:
        kind, sign = self._peek()
        if sign in {"%", "!"}:
            self.index += 1
            return Node("percent" if sign == "%" else "call", name="factorial", parts=(left,))
        if kind in {"number", "name"} or sign == "(":
            if binding >= _IMPLICIT:
                return None
            return Node("*", parts=(left, self._expression(_IMPLICIT)))
        strength = _BINDING.get(sign, -1)
        if strength <= binding:
            return None
        self.index += 1
        # Power binds to the right.
        return Node(sign, parts=(left, self._expression(strength - (sign == "^"))))

    def _prefix(self) -> Node:
        kind, value = self._peek()
        self.index += 1
        if kind == "number":
            return Node("number", value=float(value))
        if kind == "name":
            return self._name(value)
        if value in {"+", "-"}:
            inner = self._expression(_PREFIX)
            return inner if value == "+" else Node("negative", parts=(inner,))
        if value == "(":
            inner = self._expression(0)
            self._close()
            return inner
        raise ExpressionError(
            "malformed",
            "The expression ends too early." if kind == "end" else f"“{value}” is not expected here.",
        )

    def _name(self, name: str) -> Node:
        """A variable, or a function when a parenthesis follows and no variable has the name."""
        if name not in self.known and name in FUNCTIONS:
            if self._peek()[1] == "(":
                self.index += 1
                return self._call(name)
            if self._peek()[0] in {"number", "name"}:  # √2, sin x
                return Node("call", name=name, parts=(self._expression(_PREFIX),))
        return Node("name", name=name)

    def _call(self, name: str) -> Node:
        parts = [self._expression(0)]
        while self._peek()[1] == ",":
            self.index += 1
            parts.append(self._expression(0))
        self._close()
        arity = FUNCTIONS[name][1]
        if arity is not None and len(parts) != arity:
            raise ExpressionError("malformed", f"{name} takes {arity} value.")
        return Node("call", name=name, parts=tuple(parts))

    def _close(self) -> None:
        if self._peek()[1] != ")":
            raise ExpressionError("malformed", "A parenthesis is not closed.")
        self.index += 1


@lru_cache(maxsize=1024)
def parse(text: str, known: frozenset[str] = frozenset()) -> Node:
    """Parse once; `known` are the names of variables, which win over functions. Raises ExpressionError."""
    return _Parser(_tokens(text), known).parse()


def names_in(node: Node) -> set[str]:
    """Every variable or constant the expression uses."""
    found = {node.name} if node.kind == "name" else set()
    return found.union(*(names_in(part) for part in node.parts))


def evaluate(node: Node, names: Names | None = None) -> Number:
    """The value with the given variables. Raises ExpressionError when there is none (division by zero, overflow)."""
    try:
        value = _evaluate(node, names or {})
    except (ZeroDivisionError, OverflowError, ValueError, TypeError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError("no-value", "The expression has no value.") from error
    if isinstance(value, complex) and value.imag == 0:
        value = value.real
    if not cmath.isfinite(value):
        raise ExpressionError("no-value", "The expression has no value.")
    return value


def _evaluate(node: Node, names: Names) -> Number:
    if node.kind == "number":
        return node.value
    if node.kind == "name":
        return _named(node.name, names)
    values = [_evaluate(part, names) for part in node.parts]
    if node.kind == "call":
        return FUNCTIONS[node.name][0](*values)
    return _OPERATIONS[node.kind](*values)


def _named(name: str, names: Names) -> Number:
    for form in (name, _spelled_out(name)):
        if form in names:
            return names[form]
        if form in CONSTANTS:
            return CONSTANTS[form]
    raise ExpressionError("unknown-name", f"“{name}” is not known here.")


def _spelled_out(name: str) -> str:
    """`ω` as `omega`."""
    if len(name) == 1 and "GREEK SMALL LETTER " in (spelled := unicodedata.name(name, "")):
        return spelled.removeprefix("GREEK SMALL LETTER ").lower().replace("lamda", "lambda")
    return name


_OPERATIONS: dict[str, Callable[..., Number]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "||": lambda a, b: 0.0 if a == 0 or b == 0 else 1 / (1 / a + 1 / b),
    "negative": lambda a: -a,
    "percent": lambda a: a * 0.01,
}
