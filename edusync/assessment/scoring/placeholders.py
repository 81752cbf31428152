"""Values in texts: `{a}` for a value, `{=a+1}` for what follows from it. Other braces stay, as formulas have them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from edusync.assessment.scoring import expressions

_MARK = re.compile(r"\{(=?)([^{}<>]{1,200})\}")
# Strings of a block document that readers see. Names of blocks and files stay as they are.
_SEEN = frozenset({"html", "text", "latex", "alt", "caption", "title", "code", "header", "rows"})


def as_text(value: float) -> str:
    """A number as one writes it: no power of ten where it can be helped, no digits that floats made up."""
    rounded = float(f"{value:.12g}")
    if rounded == int(rounded) and abs(rounded) < 1e15:
        return str(int(rounded))
    if 1e-6 <= abs(rounded) < 1e15:
        return format(Decimal(repr(rounded)), "f")
    return f"{rounded:.12g}"


def fill_text(text: str, names: Mapping[str, str]) -> str:
    """The text with the values in their places."""
    if not names or "{" not in text:
        return text

    def value(found: re.Match[str]) -> str:
        is_formula, inside = found[1], found[2].strip()
        if not is_formula:
            return names.get(inside, found[0])
        try:
            numbers = {name: float(given) for name, given in names.items()}
            result = expressions.evaluate(expressions.parse(inside, frozenset(numbers)), numbers)
        except expressions.ExpressionError:
            return found[0]
        return found[0] if isinstance(result, complex) else as_text(round(result, 10))

    return _MARK.sub(value, text)


def fill_document(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A block document with the values in all texts that are read."""
    filled: dict[str, Any] = _filled(dict(document), names, is_seen=False)
    return filled


def _filled(part: Any, names: Mapping[str, str], *, is_seen: bool) -> Any:
    if isinstance(part, dict):
        return {name: _filled(value, names, is_seen=name in _SEEN) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(one, names, is_seen=is_seen) for one in part]
    return fill_text(part, names) if is_seen and isinstance(part, str) else part
