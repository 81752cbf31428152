"""What is looked at before a course is published. Each part registers its check; errors stop, warnings are accepted."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Literal

from edusync.courses.models import Course

Severity = Literal["error", "warning"]


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found. `words` say it in English; the screen says it by `code` where it knows the code."""

    code: str
    severity: Severity
    words: str
    lesson_id: int | None = None
    block_id: str = ""

    @property
    def pointer(self) -> str:
        """Where it is, as a JSON pointer into the course: `/lessons/<id>/blocks/<id>`."""
        place = f"/lessons/{self.lesson_id}" if self.lesson_id is not None else ""
        return f"{place}/blocks/{self.block_id}" if self.block_id else place


Check = Callable[[Course], Iterable[Finding]]
_checks: dict[str, Check] = {}


def register_check(code: str, function: Check) -> Check:
    """Let `function(course)` look at a course before it is published. It reads what would be published: drafts first."""
    _checks[code] = function
    return function


def run_checklist(course: Course) -> list[Finding]:
    """All findings: errors before warnings, each in the order of the checks' names."""
    found = [finding for code in sorted(_checks) for finding in _checks[code](course)]
    return sorted(found, key=lambda finding: finding.severity != "error")
