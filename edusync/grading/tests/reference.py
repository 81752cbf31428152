"""The course grade as a person with pencil and paper would work it out: slow, obvious, in fractions."""

import math
from fractions import Fraction
from typing import Any


def course_share(
    book: dict[str, Any], marks: dict[int, tuple[Fraction | None, str]], *, final: bool
) -> Fraction | None:
    """The share of a book of plain dicts; None while nothing counts."""
    categories = book["categories"] or [{"id": 0, "weight": Fraction(1), "low": 0, "high": 0}]
    total, weights = Fraction(0), Fraction(0)
    for category in categories:
        mine = [
            item for item in book["items"] if not book["categories"] or item["category"] == category["id"]
        ]
        share = category_share(book, category, mine, marks, final)
        if share is not None:
            total += category["weight"] * share
            weights += category["weight"]
    return total / weights if weights else None


def category_share(book: Any, category: Any, items: Any, marks: Any, final: bool) -> Fraction | None:
    counting = []
    bonus = Fraction(0)
    for item in items:
        share = earned(book, item, marks.get(item["id"], (None, "none")), final)
        weight = item["weight"] * (item["max"] if book["aggregation"] == "points" else 1)
        if share is None or weight == 0:
            continue
        if item["extra"]:
            bonus += weight * share
        else:
            counting.append((share, -weight, item["id"]))
    counting.sort()
    for _ in range(category["low"]):
        if len(counting) > 1:
            counting.pop(0)
    for _ in range(category["high"]):
        if len(counting) > 1:
            counting.pop()
    if not counting:
        return None
    weights = sum(-weight for _, weight, _ in counting)
    return (sum(share * -weight for share, weight, _ in counting) + bonus) / weights


def earned(book: Any, item: Any, mark: Any, final: bool) -> Fraction | None:
    share, state = mark
    if state == "excused":
        return None
    if state == "missing":
        return Fraction(0) if book["missing"] == "zero" else None
    if share is None:
        return Fraction(0) if final and not item["extra"] else None
    if item["curve"] == "none":
        return share
    lifted = {
        "add": share + item["value"] / 100,
        "scale": share * item["value"],
        "sqrt": Fraction(math.sqrt(share)),
    }[item["curve"]]
    return lifted if lifted <= 1 or lifted <= share else max(Fraction(1), share)
