"""Routes of exams for staff: what is asked, sittings, the live view, evidence, and the verdict."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes

from edusync.assessment import exam_queries
from edusync.assessment.exam_policy import ExamSittingPolicy, ProctorSessionPolicy
from edusync.assessment.models import Exam, ExamSitting, ProctorSession, Quiz
from edusync.assessment.policy import QuizPolicy
from edusync.assessment.rest import exam_serializers as shapes
from edusync.assessment.rest.assignment_views import sent
from edusync.assessment.rest.exam_behavior_serializers import BehaviorSummarySerializer
from edusync.assessment.rest.exam_json import (
    behavior_summary_json,
    candidate_detail_json,
    candidate_json,
    registered_json,
    settings_json,
    sitting_json,
)
from edusync.assessment.services import exams
from edusync.courses.policy import CoursePolicy
from edusync.enrollment.queries import course_rows
from edusync.kernel import audit
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden, NotFound, PreconditionRequired
from edusync.kernel.rest.views import ApiView, FastResponse, schema

NO_STORE = {"Cache-Control": "no-store"}


class StaffExamBaseView(ApiView):
    """A route about the exam of one quiz, for staff of its course."""

    policy = QuizPolicy()

    def quiz_for(self, quiz_id: int, permission: str) -> Quiz:
        """The quiz. Raises NotFound, Forbidden."""
        quiz: Quiz = self.get_visible(Quiz.objects.select_related("lesson__course"), quiz_id)
        self.check(permission, quiz)
        return quiz

    def exam_for(self, quiz_id: int, permission: str) -> Exam:
        """The exam, as it would be where nothing was written yet."""
        quiz = self.quiz_for(quiz_id, permission)
        exam = Exam.objects.filter(quiz=quiz).first()
        if exam is None:
            return Exam(organization_id=quiz.organization_id, quiz=quiz)
        exam.quiz = quiz
        return exam

    def written_exam(self, quiz_id: int, permission: str) -> Exam:
        """The exam. Raises NotFound where nothing was written yet."""
        exam = self.exam_for(quiz_id, permission)
        if exam.pk is None:
            raise NotFound
        return exam


class CourseExamsView(ApiView):
    """Exams of one course, for those who watch over them."""

    policy = CoursePolicy()
    key_scopes = {"get": Permission.EXAM_INVIGILATE}
    enough = (Permission.EXAM_INVIGILATE, Permission.QUIZ_MANAGE)

    @schema(response=shapes.CourseExamsSerializer, summary="Exams of a course with their candidates")
    def get(self, request: Any, slug: str) -> FastResponse:
        """In the order of the course."""
        course = self.get_visible(course_rows(), slug=slug)
        if not any(self.policy.allows(self.actor, one, course) for one in self.enough):
            raise Forbidden(permission=str(Permission.EXAM_INVIGILATE))
        rows = exam_queries.course_exams(course.pk)
        results = [
            {
                "quiz_id": row.pk,
                "title": row.lesson.title,
                "is_set_up": hasattr(row, "exam"),
                "is_registration_needed": hasattr(row, "exam") and row.exam.is_registration_needed,
                "open_sessions": row.open_sessions,
                "review_sessions": row.review_sessions,
                "registrations_booked": row.registrations_booked,
            }
            for row in rows
        ]
        return FastResponse({"results": results}, headers=NO_STORE)


class ExamSettingsView(StaffExamBaseView):
    """What the exam of a quiz asks for."""

    key_scopes = {"get": Permission.QUIZ_MANAGE, "put": Permission.QUIZ_MANAGE}

    @schema(response=shapes.ExamSettingsSerializer, summary="What an exam asks for")
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """With the version that writing names."""
        return settings_response(self.exam_for(quiz_id, Permission.QUIZ_MANAGE))

    @schema(
        request=shapes.ExamRulesSerializer,
        response=shapes.ExamSettingsSerializer,
        needs_version=True,
        summary="Write what an exam asks for",
    )
    @idempotent
    def put(self, request: Any, quiz_id: int) -> FastResponse:
        """What is asked from now on; who is in already goes on."""
        quiz = self.quiz_for(quiz_id, Permission.QUIZ_MANAGE)
        header = request.META.get("HTTP_IF_MATCH", "").strip().strip('"')
        if not header.isdigit():
            raise PreconditionRequired
        values = self.validated(shapes.ExamRulesSerializer)
        exam = exams.save_exam(
            quiz=quiz, values=values, base_version=int(header), by_id=self.actor.user_id or 0
        )
        exam.quiz = quiz
        return settings_response(exam)


def settings_response(exam: Exam) -> FastResponse:
    """The settings with their version."""
    body = settings_json(exam)
    return FastResponse(body, headers={"ETag": f'"{body["row_version"]}"', **NO_STORE})


class ExamSittingsView(StaffExamBaseView):
    """Sittings of an exam."""

    key_scopes = {"post": Permission.QUIZ_MANAGE}

    @schema(
        request=shapes.ExamSittingWriteSerializer,
        response=shapes.ExamSittingSerializer,
        status=201,
        summary="Add a sitting to an exam",
    )
    @idempotent
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """The sitting."""
        values = self.validated(shapes.ExamSittingWriteSerializer)
        exam = self.written_exam(quiz_id, Permission.QUIZ_MANAGE)
        sitting = exams.save_sitting(exam=exam, values=values, by_id=self.actor.user_id or 0)
        return FastResponse(sitting_json(sitting), status=201)


class ExamSittingView(ApiView):
    """One sitting."""

    policy = ExamSittingPolicy()
    permissions = {"put": Permission.QUIZ_MANAGE, "delete": Permission.QUIZ_MANAGE}

    def sitting_for(self, sitting_uuid: uuid.UUID) -> ExamSitting:
        """The sitting. Raises NotFound, Forbidden."""
        rows = ExamSitting.objects.select_related("exam__quiz__lesson")
        sitting: ExamSitting = self.get_visible(rows, uuid=sitting_uuid)
        self.check(Permission.QUIZ_MANAGE, sitting)
        return sitting

    @schema(
        request=shapes.ExamSittingWriteSerializer,
        response=shapes.ExamSittingSerializer,
        summary="Change a sitting",
    )
    def put(self, request: Any, sitting_uuid: uuid.UUID) -> FastResponse:
        """The sitting; never with fewer seats than are taken."""
        values = self.validated(shapes.ExamSittingWriteSerializer)
        sitting = self.sitting_for(sitting_uuid)
        saved = exams.save_sitting(
            exam=sitting.exam, values=values, by_id=self.actor.user_id or 0, sitting=sitting
        )
        return FastResponse(sitting_json(saved))

    @schema(status=204, summary="Remove a sitting")
    def delete(self, request: Any, sitting_uuid: uuid.UUID) -> HttpResponse:
        """Nothing; only where nobody was registered."""
        exams.remove_sitting(sitting=self.sitting_for(sitting_uuid), by_id=self.actor.user_id or 0)
        return HttpResponse(status=204)


class ExamSessionsView(StaffExamBaseView):
    """The live view: who is in, and what was noticed."""

    key_scopes = {"get": Permission.EXAM_INVIGILATE}

    @schema(
        response=shapes.CandidateSessionSerializer,
        paginated=True,
        query={
            "sitting": "A sitting's uuid.",
            "state": "`open`, or one state.",
            "search": "Words of the name, user name or address.",
        },
        summary="Candidates of an exam as they are now",
    )
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """The newest first; of those to look at, whoever is farthest from usual."""
        exam = self.written_exam(quiz_id, Permission.EXAM_INVIGILATE)
        rows = exam_queries.sessions_of(
            exam,
            sitting=uuid_text(request.GET.get("sitting", "")),
            state=request.GET.get("state", "")[:16],
            search=request.GET.get("search", "")[:100],
        )
        rows = ProctorSessionPolicy().visible(rows, self.actor)
        page = keyset_page(
            rows,
            request=request,
            order=("-unusual", "-id") if request.GET.get("state") == "review" else ("-id",),
            limit=100,
            serialize=lambda row: candidate_json(row, exam),
        )
        return FastResponse(page, headers=NO_STORE)


def uuid_text(text: str) -> str:
    """The text if it is a UUID, else nothing."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


class ExamBehaviorView(StaffExamBaseView):
    """What the comparison of ways of writing came to, and whether it is fair."""

    key_scopes = {"get": Permission.EXAM_INVIGILATE}

    @schema(response=BehaviorSummarySerializer, summary="How often ways of writing an exam are unusual")
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """Counts, also apart for who was given more time."""
        exam = self.written_exam(quiz_id, Permission.EXAM_INVIGILATE)
        return FastResponse(behavior_summary_json(exam), headers=NO_STORE)


class ExamCandidatesView(StaffExamBaseView):
    """Who registered."""

    key_scopes = {"get": Permission.EXAM_INVIGILATE}

    @schema(
        response=shapes.ExamCandidateSerializer,
        paginated=True,
        query={"search": "Words of the name, user name or address."},
        summary="Who registered for an exam",
    )
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """In the order of registration, whether they came or not."""
        exam = self.written_exam(quiz_id, Permission.EXAM_INVIGILATE)
        page = keyset_page(
            exam_queries.registrations_of(exam, search=request.GET.get("search", "").strip()[:100]),
            request=request,
            order=("id",),
            limit=100,
            serialize=registered_json,
        )
        return FastResponse(page, headers=NO_STORE)


class ProctorSessionBaseView(ApiView):
    """A route about one candidate, for invigilators."""

    policy = ProctorSessionPolicy()

    def session_for(self, session_uuid: uuid.UUID) -> ProctorSession:
        """The session. Raises NotFound, Forbidden."""
        rows = ProctorSession.objects.select_related(
            "exam__quiz__lesson__course",
            "enrollment__learner",
            "attempt",
            "registration__sitting",
            "consent",
            "verdict_by",
            "picture",
            "behavior",
        )
        session: ProctorSession = self.get_visible(rows, uuid=session_uuid)
        self.check(Permission.EXAM_INVIGILATE, session)
        return session

    def told(self, session_uuid: uuid.UUID) -> FastResponse:
        """The candidate as they stand now."""
        session = self.session_for(session_uuid)
        counted = exam_queries.sessions_of(session.exam).filter(pk=session.pk)
        answered, questions = counted.values_list("answered", "questions")[0]
        session.answered, session.questions = answered, questions  # type: ignore[attr-defined]
        events = exam_queries.events_of(session)
        return FastResponse(candidate_detail_json(session, session.exam, events), headers=NO_STORE)


class ProctorSessionView(ProctorSessionBaseView):
    """Evidence about one candidate."""

    @schema(response=shapes.CandidateDetailSerializer, summary="A candidate with everything that was noticed")
    def get(self, request: Any, session_uuid: uuid.UUID) -> FastResponse:
        """In the order in which it happened."""
        session = self.session_for(session_uuid)
        audit.record_read(
            "assessment.proctor_session.read",
            actor=self.actor,
            target=("proctor_session", str(session.uuid)),
            subject_id=session.enrollment.learner_id,
        )
        return self.told(session_uuid)


class InvigilationActView(ProctorSessionBaseView):
    """What an invigilator does about a candidate."""

    permissions = {"post": Permission.EXAM_INVIGILATE}

    @schema(
        request=shapes.InvigilationActSerializer,
        response=shapes.CandidateDetailSerializer,
        summary="Let a candidate in, speak to them, give them time",
    )
    @idempotent
    def post(self, request: Any, session_uuid: uuid.UUID) -> FastResponse:
        """The candidate afterwards."""
        values = self.validated(shapes.InvigilationActSerializer)
        session, by_id, text = self.session_for(session_uuid), self.actor.user_id or 0, values["text"].strip()
        match values["act"]:
            case "admit":
                waives = values["waives_full_screen"]
                exams.admit(session=session, by_id=by_id, is_full_screen_waived=waives, reason=text)
            case "ask_again":
                exams.ask_again(session=session, by_id=by_id, text=text)
            case "let_in":
                exams.let_in_again(session=session, by_id=by_id)
            case "message":
                exams.send_message(session=session, by_id=by_id, text=text)
            case "add_time":
                exams.add_time(session=session, by_id=by_id, minutes=values["minutes"], reason=text)
        return self.told(session_uuid)


class VerdictView(ProctorSessionBaseView):
    """What a person decides."""

    permissions = {"put": Permission.EXAM_INVIGILATE}

    @schema(
        request=shapes.VerdictSerializer,
        response=shapes.CandidateDetailSerializer,
        summary="Give the verdict about a candidate",
    )
    def put(self, request: Any, session_uuid: uuid.UUID) -> FastResponse:
        """The candidate afterwards; no mark changes by it."""
        values = self.validated(shapes.VerdictSerializer)
        session = self.session_for(session_uuid)
        exams.decide(
            session=session,
            by_id=self.actor.user_id or 0,
            verdict=values["verdict"],
            reason=values["reason"].strip(),
        )
        return self.told(session_uuid)


class CandidatePictureView(ProctorSessionBaseView):
    """The picture of a candidate."""

    @schema(response=OpenApiTypes.BINARY, media_type="image/jpeg", summary="The picture of a candidate")
    def get(self, request: Any, session_uuid: uuid.UUID) -> HttpResponseBase:
        """For invigilators of the course, until it is deleted."""
        session = self.session_for(session_uuid)
        if session.picture is None:
            raise NotFound
        return sent(request, session.picture, f"candidate-{session.uuid}.jpg")
