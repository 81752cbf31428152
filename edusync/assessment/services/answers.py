"""Writing answers: what saving and submitting share."""

from django.db import connection

from edusync.assessment.models import QuizAnswer


def put_answers(answers: list[QuizAnswer], fields: list[str]) -> None:
    """Insert the answers, or update these fields where the slot has one: one statement."""
    needs_target = connection.features.supports_update_conflicts_with_target
    QuizAnswer.objects.bulk_create(
        answers,
        update_conflicts=True,
        update_fields=fields,
        unique_fields=["attempt", "slot"] if needs_target else None,
    )
