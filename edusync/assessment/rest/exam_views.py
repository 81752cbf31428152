"""Routes of exams for candidates: what is asked, registration, check-in, and what the page notices."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes

from edusync.assessment import queries
from edusync.assessment.exam_consent import consent_text_of
from edusync.assessment.exam_gate import DEVICE_HEADER, accepted_keys, exam_of, exam_settings
from edusync.assessment.models import Exam, Quiz
from edusync.assessment.policy import QuizPolicy
from edusync.assessment.rest import exam_serializers as shapes
from edusync.assessment.rest.exam_json import exam_for_learner, own_session_json
from edusync.assessment.rest.exam_line_serializers import ExamLineInput
from edusync.assessment.rest.languages import LANGUAGE_HELP
from edusync.assessment.safe_browser import HEADER, is_proved, write_settings
from edusync.assessment.services import exams
from edusync.courses.policy import require_unlocked
from edusync.courses.problems import EnrollFirst
from edusync.enrollment.models import Enrollment
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema

NO_STORE = {"Cache-Control": "no-store"}


def device_of(request: Any) -> uuid.UUID | None:
    """The name that the device gave itself."""
    try:
        return uuid.UUID(request.headers.get(DEVICE_HEADER, ""))
    except ValueError:
        return None


def language_of(request: Any) -> str:
    """The language in which the candidate reads."""
    return str(request.GET.get("language", ""))[:16]


class CandidateBaseView(ApiView):
    """A route about one exam, for the learner who takes it."""

    policy = QuizPolicy()

    def exam_for(self, quiz_id: int) -> tuple[Exam, Enrollment]:
        """The exam and the actor's enrollment in its course. Raises NotFound, EnrollFirst, LessonLocked."""
        quiz = self.get_visible(Quiz.objects.select_related("lesson__course"), quiz_id)
        exam = exam_of(quiz)
        if exam is None:
            raise NotFound
        course_id = quiz.lesson.course_id
        enrollment = queries.learner_enrollment(course_id=course_id, learner_id=self.actor.user_id)
        if enrollment is None or enrollment.status not in ("active", "completed"):
            raise EnrollFirst
        require_unlocked(self.actor, course_id=course_id, lesson_id=quiz.lesson_id)
        return exam, enrollment

    def told(self, exam: Exam, enrollment: Enrollment, *, status: int = 200) -> FastResponse:
        """The exam as the candidate sees it now."""
        given = self.request.headers.get(HEADER, "")
        is_browser_proved = not exam.is_safe_browser_needed or is_proved(
            address=self.request.build_absolute_uri(), given=given, keys=accepted_keys(exam)
        )
        body = exam_for_learner(
            exam,
            enrollment,
            language=language_of(self.request),
            device=device_of(self.request),
            is_browser_proved=is_browser_proved,
        )
        return FastResponse(body, status=status, headers=NO_STORE)


class ExamView(CandidateBaseView):
    """An exam before it begins."""

    @schema(
        response=shapes.ExamForLearnerSerializer,
        query={"language": LANGUAGE_HELP},
        summary="What an exam asks for, and how I stand",
    )
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """404 where the quiz is no exam."""
        exam, enrollment = self.exam_for(quiz_id)
        session = exams.open_session(exam, enrollment)
        if session is not None:
            exams.follow_attempt(session=session)
        return self.told(exam, enrollment)


class ExamRegistrationView(CandidateBaseView):
    """The actor's place in an exam."""

    permissions = {"put": Permission.ATTEMPT_TAKE, "delete": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.ExamRegisterInput,
        response=shapes.ExamForLearnerSerializer,
        query={"language": LANGUAGE_HELP},
        summary="Register for an exam, or change the sitting",
    )
    def put(self, request: Any, quiz_id: int) -> FastResponse:
        """The exam with the place. Repeating it changes nothing."""
        wanted = self.validated(shapes.ExamRegisterInput)["sitting"]
        exam, enrollment = self.exam_for(quiz_id)
        sitting = exam.sittings.filter(uuid=wanted).first() if wanted else None
        if wanted and sitting is None:
            raise NotFound
        exams.register(exam=exam, enrollment=enrollment, sitting=sitting)
        return self.told(exam, enrollment)

    @schema(status=204, summary="Give my place in an exam back")
    def delete(self, request: Any, quiz_id: int) -> HttpResponse:
        """Nothing, also where there was no place."""
        exam, enrollment = self.exam_for(quiz_id)
        exams.cancel_registration(exam=exam, enrollment=enrollment)
        return HttpResponse(status=204)


class ExamLineView(CandidateBaseView):
    """The actor's place in the line of a full sitting."""

    permissions = {"put": Permission.ATTEMPT_TAKE, "delete": Permission.ATTEMPT_TAKE}

    @schema(
        request=ExamLineInput,
        response=shapes.ExamForLearnerSerializer,
        query={"language": LANGUAGE_HELP},
        summary="Wait for a seat in a sitting of an exam",
    )
    def put(self, request: Any, quiz_id: int) -> FastResponse:
        """The exam with my place in line, or with the seat that was free. Repeating it changes nothing."""
        wanted = self.validated(ExamLineInput)["sitting"]
        exam, enrollment = self.exam_for(quiz_id)
        sitting = exam.sittings.filter(uuid=wanted).first()
        if sitting is None:
            raise NotFound
        exams.join_line(exam=exam, enrollment=enrollment, sitting=sitting)
        return self.told(exam, enrollment)

    @schema(status=204, summary="Leave the line of an exam's sitting")
    def delete(self, request: Any, quiz_id: int) -> HttpResponse:
        """Nothing, also where I was in no line. A seat that was on offer goes to the next."""
        exam, enrollment = self.exam_for(quiz_id)
        exams.leave_line(exam=exam, enrollment=enrollment)
        return HttpResponse(status=204)


class ExamOfferView(CandidateBaseView):
    """The seat that is kept for the actor."""

    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        response=shapes.ExamForLearnerSerializer,
        query={"language": LANGUAGE_HELP},
        summary="Take the seat that is kept for me",
    )
    @idempotent
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """The exam with my place; the one I had in another sitting is given back by that."""
        exam, enrollment = self.exam_for(quiz_id)
        exams.take_offer(exam=exam, enrollment=enrollment)
        return self.told(exam, enrollment)


class ExamSessionView(CandidateBaseView):
    """The actor's check-in."""

    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.ExamCheckInInput,
        response=shapes.ExamForLearnerSerializer,
        query={"language": LANGUAGE_HELP},
        status=201,
        summary="Check in to an exam",
    )
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """With consent to the text that was read, or coming back to what was begun. Repeating it changes nothing."""
        values = self.validated(shapes.ExamCheckInInput)
        exam, enrollment = self.exam_for(quiz_id)
        exams.check_in(
            exam=exam,
            enrollment=enrollment,
            device=values["device"],
            consent_text=consent_text_of(exam, language_of(request)),
            consent_digest=values["consent_digest"],
            statement=values["statement"],
        )
        return self.told(exam, enrollment, status=201)


class ExamPictureView(CandidateBaseView, UploadView):
    """A picture by which an invigilator confirms who one is."""

    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.ExamPictureInput,
        response=shapes.ExamForLearnerSerializer,
        query={"language": LANGUAGE_HELP},
        media_type="multipart/form-data",
        summary="Give my picture for an exam",
    )
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """The exam; an invigilator looks at the picture next. Another picture takes the place of the first."""
        file = self.validated(shapes.ExamPictureInput)["file"]
        exam, enrollment = self.exam_for(quiz_id)
        session = exams.open_session(exam, enrollment)
        if session is None:
            raise NotFound
        exams.put_picture(session=session, content=file, name=f"picture-{session.uuid}.jpg")
        return self.told(exam, enrollment)


class ExamDoorView(CandidateBaseView):
    """Asking to be let in without a picture."""

    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        response=shapes.ExamForLearnerSerializer,
        query={"language": LANGUAGE_HELP},
        summary="Ask an invigilator to let me in",
    )
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """The exam; an invigilator is asked. Repeating it changes nothing."""
        exam, enrollment = self.exam_for(quiz_id)
        session = exams.open_session(exam, enrollment)
        if session is None:
            raise NotFound
        exams.ask_to_come_in(session=session)
        return self.told(exam, enrollment)


class ExamEventsView(CandidateBaseView):
    """What the candidate's page noticed. Sending it again is harmless by itself: each event has its number."""

    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.ExamEventsInput,
        response=shapes.ExamEventsReceiptSerializer,
        summary="Tell what the exam's page noticed",
    )
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """The numbers that are on disk, and what the candidate should know."""
        values = self.validated(shapes.ExamEventsInput)
        exam, enrollment = self.exam_for(quiz_id)
        session = exams.open_session(exam, enrollment)
        if session is None:
            raise NotFound
        noticed = [
            exams.Noticed(
                sequence=one["sequence"],
                kind=one["kind"],
                age=dt.timedelta(milliseconds=one["age_ms"]),
                seconds=one["seconds"],
            )
            for one in values["events"]
        ]
        received = exams.record_events(session=session, client_id=values["client_id"], noticed=noticed)
        followed = exams.follow_attempt(session=session)
        body = {"received": received, "session": own_session_json(followed, values["device"])}
        return FastResponse(body, headers=NO_STORE)


class ExamBrowserFileView(CandidateBaseView):
    """The settings with which Safe Exam Browser opens the exam."""

    @schema(
        response=OpenApiTypes.BINARY,
        media_type="application/seb",
        summary="Settings file for Safe Exam Browser",
    )
    def get(self, request: Any, quiz_id: int) -> HttpResponse:
        """A property list in XML, the same for everybody who sees the exam."""
        quiz = self.get_visible(Quiz.objects.select_related("lesson__course"), quiz_id)
        exam = exam_of(quiz)
        if exam is None:
            raise NotFound
        response = HttpResponse(write_settings(exam_settings(exam)), content_type="application/seb")
        response["Content-Disposition"] = f'attachment; filename="exam-{quiz_id}.seb"'
        response["Cache-Control"] = "no-store"
        return response
