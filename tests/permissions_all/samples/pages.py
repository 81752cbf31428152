"""Page templates and practice questions."""

from edusync.assessment.services.practice import create_practice_question
from edusync.assessment.testing import choice_draft
from edusync.courses.models import Lesson
from edusync.courses.services import save_page_template
from edusync.courses.testing import page_document
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of a template that the instructor saved, and of a question."""
    template = save_page_template(name="Plan", document=page_document(), by_id=school.instructor.pk)
    lesson = Lesson.objects.filter(kind="page").order_by("id").first()
    found = {"/api/v1/page-templates/:pk": str(template.pk)}
    if lesson is not None:
        question = create_practice_question(lesson=lesson, draft=choice_draft(), by_id=None)
        found["question_uuid"] = str(question.uuid)
    return found
