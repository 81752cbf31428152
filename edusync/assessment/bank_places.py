"""Banks as places where files are used."""

from collections.abc import Iterable

from edusync.assessment.bank_policy import BankPolicy
from edusync.assessment.models import QuestionBank
from edusync.files.places import PlaceName
from edusync.files.policy import describe_place, register_place
from edusync.kernel.policy import Actor

PLACE = "question_bank"


def visible_banks(actor: Actor, bank_ids: Iterable[int]) -> set[int]:
    """Which of these banks the actor sees. One query."""
    rows = BankPolicy().visible(QuestionBank.objects.filter(pk__in=list(bank_ids)), actor)
    return set(rows.values_list("pk", flat=True))


def bank_names(bank_ids: Iterable[int]) -> dict[int, PlaceName]:
    """Banks by name. One query."""
    rows = QuestionBank.objects.filter(pk__in=list(bank_ids)).values_list("pk", "title")
    return {pk: PlaceName(title, "", f"/teach/question-banks/{pk}") for pk, title in rows}


register_place(PLACE, visible=visible_banks)
describe_place(PLACE, editable=visible_banks, named=bank_names)
