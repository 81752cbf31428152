"""What must hold before an attempt begins or goes on: other modules add their own conditions."""

from collections.abc import Callable, Mapping
from typing import Any

from edusync.assessment.models import Quiz
from edusync.enrollment.models import Enrollment

# Takes the quiz, the enrollment and what the request said; raises a Problem where the learner may not pass. Facts:
# `password`, `is_resuming` (the attempt is open already), `address` (the full URL), `user_agent`, `headers`. A caller
# that is no request names fewer, so a gate asks by `.get()`.
Gate = Callable[[Quiz, Enrollment, Mapping[str, Any]], None]

_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Ask this gate, too, whenever an attempt is started or gone on with; the order is that of registration."""
    if gate not in _gates:
        _gates.append(gate)


def pass_gates(quiz: Quiz, enrollment: Enrollment, facts: Mapping[str, Any]) -> None:
    """Raise the problem of the first gate that stays shut. Runs outside the transaction that begins the attempt."""
    for gate in _gates:
        gate(quiz, enrollment, facts)
