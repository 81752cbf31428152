"""How far from the right value a number may be."""

from fractions import Fraction

from edusync.assessment.scoring.numbers import readings

# Open edX: capa.util.default_tolerance.
DEFAULT = "0.001%"
# What the arithmetic of floats may lose.
ROUNDING = Fraction(1, 10**12)


def parse_tolerance(text: object) -> tuple[Fraction, bool]:
    """Size and whether it is a share of the right value (`"5%"`). Raises ValueError."""
    given = str(DEFAULT if text in (None, "") else text).strip()
    is_relative = given.endswith("%")
    values = readings(given.removesuffix("%"), mark=".")
    if not values or values[0] < 0:
        raise ValueError(f"“{given}” is not a tolerance")
    return values[0] / (100 if is_relative else 1), is_relative


def is_near(
    given: Fraction, right: Fraction, tolerance: tuple[Fraction, bool], *, slack: Fraction = Fraction(0)
) -> bool:
    """Whether `given` is within the tolerance of `right`, ends included; `slack` is a relative allowance for floats."""
    size, is_relative = tolerance
    allowed = size * abs(right) if is_relative else size
    return abs(given - right) <= allowed + slack * max(abs(right), abs(given))
