"""What a learner is told about an answer: the feedback of what was chosen or written, then that of the question."""

from fractions import Fraction

from edusync.assessment.models import QuizAnswer
from edusync.assessment.scoring import Outcome, score_response
from edusync.assessment.sheets import Slot

UNANSWERED = Outcome(Fraction(0))


def outcome_of(slot: Slot, answer: QuizAnswer | None) -> Outcome:
    """What an answer earns. Nothing given earns nothing, whatever would be right."""
    if answer is None or answer.answered_at is None:
        return UNANSWERED
    return score_response(slot.kind, slot.settings, slot.choices, answer.response)


def feedback_html(slot: Slot, outcome: Outcome) -> str:
    """The feedback as paragraphs."""
    general = slot.feedback_correct if outcome.is_correct else slot.feedback_incorrect
    return "".join(_paragraph(piece) for piece in (*outcome.feedback, general) if piece)


def _paragraph(html: str) -> str:
    return html if html.lstrip().startswith("<p") else f"<p>{html}</p>"
