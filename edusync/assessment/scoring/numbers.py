"""Reading numbers as people of different countries write them, exactly (as fractions, not floats)."""

import re
from fractions import Fraction

MAX_DIGITS = 60
MAX_EXPONENT = 400
MARKS = ("either", ".", ",")

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<body>[\d.,'’ ]*\d[\d.,'’ ]*?)"
    r"(?:(?:e|E|(?:\*|x|×|·)10(?:\^|\*\*))\(?(?P<exponent>[+-]?\d{1,4})\)?)?"
)
_FRACTION = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<whole>\d{1,30}) )?(?P<top>\d{1,30}) ?[/⁄∕] ?(?P<bottom>\d{1,30})"
)
_GROUPED = {
    ",": re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}"),
    ".": re.compile(r"\d{1,3}(\.\d{3})+"),
    " ": re.compile(r"\d{1,3}( \d{3})+"),
    "'": re.compile(r"\d{1,3}('\d{3})+"),
}


def readings(text: str, *, mark: str = "either") -> list[Fraction]:
    """Every number the text may mean: `1,234` is 1234 for some and 1.234 for others. Empty when it is none.

    `mark` fixes the decimal mark (`.` or `,`).
    """
    text = _SPACES.sub(" ", text.replace("−", "-").replace("–", "-")).strip()
    text = re.sub(r"^([+-]) ", r"\1", text)
    text = re.sub(r" ?([*x×·]) ?10 ?(\^|\*\*) ?", r"\g<1>10\2", text)
    fraction = _FRACTION.fullmatch(text)
    if fraction:
        return _fraction(fraction)
    found = _NUMBER.fullmatch(text)
    if not found:
        return []
    body, exponent = found["body"].strip().replace("’", "'"), int(found["exponent"] or 0)
    if len(body) > MAX_DIGITS or abs(exponent) > MAX_EXPONENT:
        return []
    scale = Fraction(10) ** exponent * (-1 if found["sign"] == "-" else 1)
    marks = [mark] if mark in {".", ","} else [".", ","]
    plain = {value for one in marks if (value := _decimal(body, one)) is not None}
    return sorted(value * scale for value in plain)


def _fraction(found: re.Match[str]) -> list[Fraction]:
    if int(found["bottom"]) == 0:
        return []
    value = int(found["whole"] or 0) + Fraction(int(found["top"]), int(found["bottom"]))
    return [-value if found["sign"] == "-" else value]


def _decimal(body: str, mark: str) -> Fraction | None:
    """The number when `mark` is the decimal mark, or None when it cannot be read so."""
    whole, found, rest = body.partition(mark)
    if found and (not rest or not rest.isdecimal()) and not (not rest and whole):
        return None
    digits = _ungrouped(whole, mark)
    if digits is None or not (digits or rest):
        return None
    return Fraction(f"{digits or '0'}.{rest or '0'}")


def _ungrouped(whole: str, mark: str) -> str | None:
    """Digits without separators of thousands (also the Indian 12,34,567)."""
    if not whole or whole.isdecimal():
        return whole
    for separator, pattern in _GROUPED.items():
        if separator != mark and pattern.fullmatch(whole):
            return whole.replace(separator, "")
    return None
