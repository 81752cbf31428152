"""Skills that questions measure."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from edusync.assessment.models import Question, QuestionSkill
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, ValidationProblem

MAX_SKILLS = 10


@transaction.atomic
def set_skills(
    *, question: Question, skills: Sequence[tuple[str, Decimal]], by_id: int | None
) -> list[QuestionSkill]:
    """The skills of a question in place of those it had, each with its weight above 0 up to 1. Raises ValidationProblem."""
    names = [" ".join(name.split()) for name, _ in skills]
    if len(names) > MAX_SKILLS or not all(names):
        detail = f"At most {MAX_SKILLS} skills, each with a name."
        raise ValidationProblem(errors=[FieldError("/skills", "wrong-count", detail)])
    if len({name.casefold() for name in names}) < len(names):
        raise ValidationProblem(errors=[FieldError("/skills", "twice", "A skill stands there twice.")])
    Question.objects.select_for_update().get(pk=question.pk)
    QuestionSkill.objects.filter(question=question).delete()
    QuestionSkill.objects.bulk_create(
        QuestionSkill(question=question, name=name, weight=weight)
        for name, (_, weight) in zip(names, skills, strict=True)
    )
    facts = {"skills": names}
    audit.record("assessment.question.skilled", actor=by_id, target=("question", question.pk), facts=facts)
    return list(QuestionSkill.objects.filter(question=question).order_by("name"))
