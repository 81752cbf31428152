"""The columns of a data set: what they mean, how they are coarsened, and the codebook that is packed with it."""

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal

ANY = "*"
NONE = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Quasi:
    """A fact by which somebody could be known. Each level says less than the one before; the last says nothing."""

    name: str
    levels: tuple[str, ...]
    meaning: str


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """What is to be studied, in bands."""

    name: str
    kind: str
    values: str
    meaning: str


QUASI: tuple[Quasi, ...] = (
    Quasi("enrolled", ("week", "month", "quarter", "year", "any"), "When the learner enrolled."),
    Quasi("age", ("ten years", "grown up", "any"), "Age when enrolling, of those whose birth date is known."),
    Quasi("language", ("language", "any"), "The language in which the learner uses the site."),
)
BANDS = "0, 1-20, 21-40, 41-60, 61-80, 81-99, 100"
MEASURES: tuple[Measure, ...] = (
    Measure(
        "state", "text", "active, paused, suspended, completed, expired", "State of the enrollment today."
    ),
    Measure("attempts", "integer", "1, 2, …", "How often the learner has enrolled in this course."),
    Measure("progress", "band of percent", BANDS, "Share of the required content that is done."),
    Measure(
        "hours", "band of hours", "0, <1, 1-4, 5-9, 10-19, 20-49, 50+", "Time spent learning in the course."
    ),
    Measure("active_days", "band of days", "0, 1, 2-4, 5-9, 10-19, 20+", "Days with learning in the course."),
    Measure("engagement", "band of percent", BANDS, "Engagement score; empty where there is none."),
    Measure("quizzes", "integer", "0, 1, …", "Quizzes of the course with a submitted attempt."),
    Measure(
        "quiz_score", "band of percent", BANDS, "Mean over those quizzes of the best attempt; empty without."
    ),
    Measure(
        "weeks_to_complete", "integer", "0, 1, …", "Whole weeks from enrolling to completing; empty before."
    ),
)
COLUMNS: tuple[str, ...] = (
    "learner",
    "course",
    "course_title",
    *(quasi.name for quasi in QUASI),
    *(measure.name for measure in MEASURES),
)


def percent_band(value: Decimal | float | None) -> str:
    """0 and 100 stand alone, what lies between in fifths."""
    if value is None:
        return NONE
    if value <= 0:
        return "0"
    if value >= 100:
        return "100"
    top = next(top for top in (20, 40, 60, 80, 99, 100) if value <= top)
    return "81-99" if top >= 99 else f"{top - 19}-{top}"


def banded(starts: Sequence[int], value: float) -> str:
    """The band of a whole number by the starts of the bands, the last of which is open."""
    place = max(number for number, start in enumerate(starts) if value >= start)
    if place == len(starts) - 1:
        return f"{starts[place]}+"
    end = starts[place + 1] - 1
    return str(end) if end == starts[place] else f"{starts[place]}-{end}"


def hours_band(seconds: int) -> str:
    """Hours; less than one, and none at all, are bands of their own."""
    if seconds <= 0:
        return "0"
    return "<1" if seconds < 3600 else banded((1, 5, 10, 20, 50), seconds // 3600)


def days_band(days: int) -> str:
    """Number of days."""
    return banded((0, 1, 2, 5, 10, 20), days)


def _enrolled(day: datetime.date, level: int) -> str:
    year, week, _ = day.isocalendar()
    return (
        f"{year}-W{week:02d}",
        f"{day:%Y-%m}",
        f"{day.year}-Q{(day.month + 2) // 3}",
        f"{day.year}",
        ANY,
    )[level]


def _age(age: int | None, level: int) -> str:
    if age is None or level == 2:
        return ANY if level == 2 else NONE
    if level == 1:
        return "18+" if age >= 18 else "0-17"
    return next(
        (
            f"{low}-{high}"
            for low, high in ((0, 12), (13, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64))
            if age <= high
        ),
        "65+",
    )


def _language(language: str, level: int) -> str:
    return ANY if level else language


GENERALIZERS: tuple[Callable[..., str], ...] = (_enrolled, _age, _language)


def codebook(levels: Sequence[int], group_size: int) -> list[tuple[str, str, str, str, str]]:
    """Lines of the codebook: column, role, kind or values, meaning, what was done to it in this data set."""
    shared = f"No combination is shared by fewer than {group_size} learners."
    lines = [
        (
            "learner",
            "pseudonym",
            "16 hexadecimal digits",
            "Stands for a learner in this data set only.",
            "Made by a key that is kept nowhere. Learners whose courses together are rare have one for each row.",
        ),
        ("course", "identifying with others", "UUID", "The course.", shared),
        (
            "course_title",
            "label",
            "text",
            "Title of the course today.",
            "Courses with too few learners are left out.",
        ),
    ]
    for quasi, level in zip(QUASI, levels, strict=True):
        lines.append(
            (
                quasi.name,
                "identifying with others",
                quasi.levels[level],
                quasi.meaning,
                shared if level < len(quasi.levels) - 1 else "Left out: * stands in every row.",
            )
        )
    lines += [
        (
            one.name,
            "measure",
            one.values,
            one.meaning,
            f"A {one.kind}." if one.kind.startswith("band") else "As it is.",
        )
        for one in MEASURES
    ]
    return lines
