"""Curves: what a share becomes before it counts."""

from decimal import Decimal

ONE = Decimal(1)
HUNDRED = Decimal(100)


def curved(share: Decimal, curve: str, value: Decimal) -> Decimal:
    """The share after the curve: `add` percentage points, `scale` by a factor, `sqrt` as 10 times the root of percent.

    A curve lifts nobody above the full mark; who stands above it already stays there.
    """
    if curve == "none":
        return share
    if curve == "add":
        lifted = share + value / HUNDRED
    elif curve == "scale":
        lifted = share * value
    else:
        lifted = share.sqrt()
    return min(lifted, max(ONE, share))
