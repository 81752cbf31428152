"""What the rules of a course ask about a learner, brought along by the query for their progress."""

from collections.abc import Sequence
from typing import Any

from edusync.courses.learner_facts import RuleFacts, RuleNeeds
from edusync.kernel import clock

COLUMNS = "p.best_score, e.enrolled_at"
# Each once a statement, not once a row: neither speaks of the rows around it.
GROUPS = """(
    SELECT GROUP_CONCAT(g.group_id) FROM identity_group_member g
    WHERE g.user_id = %s AND g.group_id IN ({marks})
      AND (g.starts_on IS NULL OR g.starts_on <= %s) AND (g.ends_on IS NULL OR g.ends_on >= %s)
)"""
# One number a course, for a text of pairs would need what the engines write differently.
COURSES = """(
    SELECT GROUP_CONCAT(o.course_id * 1000 + CASE WHEN o.status = 'completed' THEN 100 ELSE o.percent END)
    FROM enrollment_enrollment o
    WHERE o.learner_id = %s AND o.deleted_at IS NULL AND o.course_id IN ({marks})
)"""


def columns_of(needs: RuleNeeds, user_id: int) -> tuple[str, list[Any]]:
    """SQL of the four further columns and their parameters: score, enrolled at, groups, other courses."""
    pieces, parameters = [COLUMNS], []
    if needs.group_ids:
        today = clock.now().date().isoformat()
        pieces.append(GROUPS.format(marks=marks(needs.group_ids)))
        parameters += [user_id, *needs.group_ids, today, today]
    else:
        pieces.append("NULL")
    if needs.course_ids:
        pieces.append(COURSES.format(marks=marks(needs.course_ids)))
        parameters += [user_id, *needs.course_ids]
    else:
        pieces.append("NULL")
    return ", ".join(pieces), parameters


def marks(values: Sequence[int]) -> str:
    """Placeholders for a list."""
    return ", ".join(["%s"] * len(values))


def rule_facts(rows: Sequence[Sequence[Any]], *, at: int, lesson_at: int, enrolled_at: Any) -> RuleFacts:
    """The facts in rows of one enrollment. `at` is where the four columns begin, `lesson_at` lesson id and state."""
    _, _, groups, courses = rows[0][at : at + 4]
    percents: dict[int, int] = {}
    for pair in numbers(courses):
        course_id, percent = divmod(pair, 1000)
        percents[course_id] = max(percent, percents.get(course_id, 0))
    touched = [row for row in rows if row[lesson_at] is not None]
    return RuleFacts(
        enrolled_at=enrolled_at,
        states={row[lesson_at]: row[lesson_at + 1] for row in touched},
        scores={row[lesson_at]: float(row[at]) for row in touched if row[at] is not None},
        group_ids=frozenset(numbers(groups)),
        course_percents=percents,
    )


def numbers(text: Any) -> list[int]:
    """The numbers of a GROUP_CONCAT: text, bytes or a number, as the driver gives it; NULL is none."""
    if text is None:
        return []
    joined = text.decode() if isinstance(text, bytes) else str(text)
    return [int(part) for part in joined.split(",") if part]
