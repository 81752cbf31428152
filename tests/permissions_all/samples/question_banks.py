"""A question in a bank of the organization, filed under a category."""

from edusync.assessment.services.bank import create_bank, create_category
from edusync.assessment.services.bank_questions import create_question
from edusync.assessment.testing import choice_draft
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Their ids."""
    bank = create_bank(title="Walked bank", by_id=school.admin.pk)
    folder = create_category(bank=bank, name="Walked category", by_id=school.admin.pk)
    question = create_question(bank=bank, draft=choice_draft(), category=folder, by_id=school.admin.pk)
    return {
        "bank_id": str(bank.pk),
        "folder_id": str(folder.pk),
        "bank_question_uuid": str(question.uuid),
    }
