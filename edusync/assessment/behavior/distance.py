"""How far somebody is from the middle of the class, over several measures at once, and which of them it comes from.

A robust Mahalanobis distance: each measure is counted from its median in units of its median absolute deviation, and
correlations are those of ranks (Spearman's, as 2 sin(pi rho / 6)), drawn towards zero; so built, the matrix withstands
odd cells as well as odd rows (V. Oellerer and C. Croux, Robust high-dimensional precision matrix estimation, in Modern
Nonparametric, Robust and Multivariate Methods, Springer 2015, pages 325-350). Only the side that gives reason to look
counts: nobody is far from the middle for pasting less than others.

With z the measures so counted and R their correlations, the squared distance is z' R^-1 z; a measure's part of it is
z_k (R^-1 z)_k, and the parts add up.
"""

import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple

Row = Sequence[float]
TO_SPREAD = 1.4826
# One measure alone says only so much.
LARGEST = 8.0
FIRST_SHRINKAGE = 0.2


class Distance(NamedTuple):
    """The squared distance, and how much of it each measure adds."""

    squared: float
    parts: tuple[float, ...]


def medians(rows: Sequence[Row]) -> list[float]:
    """The middle of each measure."""
    return [statistics.median(column) for column in zip(*rows, strict=True)]


def distances(rows: Sequence[Row], floors: Row) -> list[Distance]:
    """Everybody's distance. `floors`: differences smaller than this are never unusual, measure by measure."""
    columns = list(zip(*rows, strict=True))
    centers = medians(rows)
    spreads = [
        max(floor, TO_SPREAD * statistics.median(abs(value - center) for value in column))
        for column, center, floor in zip(columns, centers, floors, strict=True)
    ]
    factor = _factor(_correlations(columns))
    found = []
    for row in rows:
        z = [
            min(LARGEST, max(0.0, (value - center) / spread))
            for value, center, spread in zip(row, centers, spreads, strict=True)
        ]
        parts = tuple(one * other for one, other in zip(z, _solve(factor, z), strict=True))
        found.append(Distance(sum(parts), parts))
    return found


def _correlations(columns: Sequence[Row]) -> list[list[float]]:
    ranks = [_ranks(column) for column in columns]
    size = len(columns)
    matrix = [[1.0 if one == other else 0.0 for other in range(size)] for one in range(size)]
    for one in range(size):
        for other in range(one):
            rho = _pearson(ranks[one], ranks[other])
            matrix[one][other] = matrix[other][one] = 2 * math.sin(math.pi * rho / 6)
    return matrix


def _ranks(values: Row) -> list[float]:
    """Ranks, those of equal values shared."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    ranks, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2
        start = end + 1
    return ranks


def _pearson(one: Row, other: Row) -> float:
    middle, other_middle = statistics.fmean(one), statistics.fmean(other)
    both = sum((a - middle) * (b - other_middle) for a, b in zip(one, other, strict=True))
    spread = sum((a - middle) ** 2 for a in one) * sum((b - other_middle) ** 2 for b in other)
    return both / math.sqrt(spread) if spread > 0 else 0.0


def _factor(matrix: list[list[float]]) -> list[list[float]]:
    """Cholesky's factor of the matrix, drawn towards the unit matrix as far as it takes to have one."""
    shrinkage = FIRST_SHRINKAGE
    while True:
        drawn = [
            [value if row == column else value * (1 - shrinkage) for column, value in enumerate(values)]
            for row, values in enumerate(matrix)
        ]
        factor = _cholesky(drawn)
        if factor is not None:
            return factor
        shrinkage = (1 + shrinkage) / 2


def _cholesky(matrix: list[list[float]]) -> list[list[float]] | None:
    size = len(matrix)
    factor = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row + 1):
            left = matrix[row][column] - sum(
                factor[row][place] * factor[column][place] for place in range(column)
            )
            if row == column:
                if left <= 1e-6:
                    return None
                factor[row][row] = math.sqrt(left)
            else:
                factor[row][column] = left / factor[column][column]
    return factor


def _solve(factor: list[list[float]], values: Row) -> list[float]:
    """The solution x of `factor factor' x = values`."""
    size = len(factor)
    forward = [0.0] * size
    for row in range(size):
        known = sum(factor[row][place] * forward[place] for place in range(row))
        forward[row] = (values[row] - known) / factor[row][row]
    found = [0.0] * size
    for row in reversed(range(size)):
        known = sum(factor[place][row] * found[place] for place in range(row + 1, size))
        found[row] = (forward[row] - known) / factor[row][row]
    return found


def chi_square_quantile(share: float, degrees: int) -> float:
    """Below which so large a share of a chi-square distribution lies (Wilson and Hilferty, 1931)."""
    z = statistics.NormalDist().inv_cdf(share)
    return float(degrees * (1 - 2 / (9 * degrees) + z * math.sqrt(2 / (9 * degrees))) ** 3)
