"""Percentages as people read them."""

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

PLACES = Decimal("0.0001")


@dataclasses.dataclass(frozen=True, slots=True)
class Band:
    """A letter from this percentage on."""

    min_percent: Decimal
    letter: str


def rounded(share: Decimal | None) -> Decimal | None:
    """A share as a percentage with four places, half up."""
    return None if share is None else (share * 100).quantize(PLACES, ROUND_HALF_UP)


def letter_of(percent: Decimal | None, bands: Sequence[Band]) -> str:
    """Letter of a percentage: that of the highest bound it reaches; empty below all and for none."""
    reached = [] if percent is None else [band for band in bands if band.min_percent <= percent]
    return max(reached, key=lambda band: band.min_percent).letter if reached else ""
