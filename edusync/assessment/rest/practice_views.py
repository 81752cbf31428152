"""Practice questions in pages: asked, answered; and for authors found and made."""

import dataclasses
import uuid
from typing import Any

from edusync.assessment.asked import PRACTICE_SEED, asked_slot
from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.models import Question
from edusync.assessment.practice_access import page_lesson, shown_questions
from edusync.assessment.queries import latest_slots
from edusync.assessment.rest import practice_serializers as shapes
from edusync.assessment.rest.languages import LANGUAGE_HELP
from edusync.assessment.scoring import presented
from edusync.assessment.services.practice import answer_practice_question, create_practice_question
from edusync.assessment.sheets import Slot
from edusync.assessment.translation import slot_in
from edusync.courses.blocks import document_text
from edusync.courses.models import Lesson
from edusync.courses.policy import CoursePolicy, LessonPolicy
from edusync.courses.queries import live_course, live_lesson
from edusync.courses.queries.translations import course_texts, question_texts
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

SHOWN_CHARACTERS = 200


def question_json(question: uuid.UUID, slot: Slot) -> dict[str, Any]:
    """A question as it is asked."""
    slot = asked_slot(slot, PRACTICE_SEED)
    asked, inputs = presented(slot.kind, slot.settings, slot.stem)
    return {
        "uuid": question,
        "kind": slot.kind,
        "stem": asked,
        "options": [{"id": choice.id, "html": slot.option_html[choice.id]} for choice in slot.choices],
        "hints": slot.hints,
        "inputs": inputs,
    }


def texts_for(request: Any, lesson: Lesson) -> dict[str, tuple[str, str]]:
    """Texts of the lesson's questions in the language that the request names, where the course is offered in it."""
    texts = course_texts(lesson.course_id, request.GET.get("language", "")[:16])
    return question_texts(texts, lesson.pk) if texts else {}


class PageQuestionsView(ApiView):
    """The practice questions of a page."""

    public = True
    policy = LessonPolicy()
    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(
        response=shapes.PracticeQuestionsSerializer,
        query={"language": LANGUAGE_HELP},
        summary="Practice questions of a page",
    )
    def get(self, request: Any, lesson_id: int) -> FastResponse:
        """Those that the page shows, in its order; deleted ones are missing."""
        lesson = page_lesson(self.actor, lesson_id)
        wanted = shown_questions(self.actor, lesson)
        slots = latest_slots(wanted) if wanted else {}
        own = texts_for(request, lesson) if slots else {}
        results = [
            question_json(question, slot_in(slots[question], own)) for question in wanted if question in slots
        ]
        return FastResponse({"results": results})

    @schema(
        request=shapes.PracticeQuestionWriteSerializer,
        response=shapes.PracticeQuestionSerializer,
        status=201,
        summary="Make a practice question",
    )
    @idempotent
    def post(self, request: Any, lesson_id: int) -> FastResponse:
        """The new question, which a block of the page may name now."""
        lesson = live_lesson(lesson_id)
        if lesson is None:
            raise NotFound
        self.check(Permission.COURSE_UPDATE, lesson)
        fields = dict(self.validated(shapes.PracticeQuestionWriteSerializer)["question"])
        fields.pop("uuid", None)
        options = [OptionDraft(**option) for option in fields.pop("options", [])]
        draft = QuestionDraft(**fields, options=options)
        question = create_practice_question(lesson=lesson, draft=draft, by_id=self.actor.user_id)
        return FastResponse(
            question_json(question.uuid, latest_slots([question.uuid])[question.uuid]), status=201
        )


class PracticeAnswerView(ApiView):
    """Answers to a practice question."""

    public = True
    policy = LessonPolicy()

    @schema(
        request=shapes.PracticeAnswerSerializer,
        response=shapes.PracticeResultSerializer,
        query={"language": LANGUAGE_HELP},
        summary="Answer a practice question",
    )
    def post(self, request: Any, question_uuid: uuid.UUID) -> FastResponse:
        """What the answer was worth. Nothing is stored, so repeating it changes nothing."""
        values = self.validated(shapes.PracticeAnswerSerializer)
        lesson = page_lesson(self.actor, values["lesson_id"])
        if question_uuid not in shown_questions(self.actor, lesson):
            raise NotFound
        result = answer_practice_question(
            question=question_uuid,
            response=values["response"],
            is_solution_wanted=values["show_solution"],
            texts=texts_for(request, lesson),
        )
        return FastResponse(dataclasses.asdict(result), headers={"Cache-Control": "no-store"})


class CourseQuestionsView(ApiView):
    """Questions of a course for its authors, to place one in a page."""

    policy = CoursePolicy()
    key_scopes = {"get": Permission.COURSE_UPDATE}

    @schema(
        response=shapes.PracticeQuestionRowSerializer,
        paginated=True,
        query={"search": "Words of the title."},
        summary="Questions of a course",
    )
    def get(self, request: Any, course_id: int) -> FastResponse:
        """The newest first."""
        course = live_course(pk=course_id)
        if course is None:
            raise NotFound
        self.check(Permission.COURSE_UPDATE, course)
        rows = Question.objects.filter(course=course, deleted_at=None)
        if words := request.GET.get("search", "").strip():
            rows = rows.filter(title__icontains=words[:100])
        page = keyset_page(rows, request=request, order=("-id",))
        slots = latest_slots([row.uuid for row in page["results"]])
        page["results"] = [
            {
                "uuid": row.uuid,
                "kind": row.kind,
                "title": row.title,
                "text": stem_text(slots.get(row.uuid)),
            }
            for row in page["results"]
        ]
        return FastResponse(page)


def stem_text(slot: Slot | None) -> str:
    """The beginning of what is asked."""
    return " ".join(document_text(dict(slot.stem)).split())[:SHOWN_CHARACTERS] if slot else ""
