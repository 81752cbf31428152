"""Captions of films, and the files of a course."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse

from edusync.courses import learner_facts, queries
from edusync.courses.file_places import SHELF
from edusync.courses.models import CaptionTrack, Course, Lesson
from edusync.courses.policy import CoursePolicy, LessonPolicy, is_staff
from edusync.courses.rest.lesson_json import require_open
from edusync.courses.rest.media_serializers import CaptionCuesSerializer, CaptionsWriteSerializer
from edusync.courses.services.captions import delete_captions, malformed, save_captions
from edusync.files.cues import BadCues, Cue, checked_cues, parse_cues
from edusync.files.queries import files_at
from edusync.files.rest.serializers import StoredFileSerializer
from edusync.files.rest.views import FILTERS, files_page
from edusync.files.transcripts import transcript_cues
from edusync.files.urls import file_url
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class CaptionsView(ApiView):
    """Captions of a film in one language: read by those who may watch it, written by its authors."""

    public = True
    policy = LessonPolicy()
    key_scopes = {"put": Permission.COURSE_UPDATE, "delete": Permission.COURSE_UPDATE}

    @schema(response=CaptionCuesSerializer, summary="Captions of a film, piece by piece")
    def get(self, request: Any, lesson_id: int, language: str) -> FastResponse:
        """What the player shows beside the film and searches in."""
        content = queries.lesson_content(lesson_id)
        if content is None:
            raise NotFound
        facts = learner_facts.lesson_facts(
            course_id=content.row["course_id"], lesson_id=lesson_id, user_id=self.actor.user_id
        )
        require_open(self.actor, content, facts.enrollment)
        return self.answer(lesson_id, language)

    @schema(
        request=CaptionsWriteSerializer,
        response=CaptionCuesSerializer,
        summary="Write the captions of a film",
    )
    def put(self, request: Any, lesson_id: int, language: str) -> FastResponse:
        """The captions as they are now, in order of time; 422 names rows or lines, 412 another author's change."""
        lesson = self.lesson_of(lesson_id)
        values = self.validated(CaptionsWriteSerializer)
        known = CaptionTrack.objects.filter(video_id=lesson.pk, language=language).first()
        save_captions(
            lesson=lesson,
            language=language,
            label=values.get("label", known.label if known else ""),
            cues=cues_in(values),
            base=values.get("base"),
            by_id=self.actor.user_id,
        )
        return self.answer(lesson_id, language)

    @schema(status=204, summary="Remove the captions of a film in one language")
    def delete(self, request: Any, lesson_id: int, language: str) -> HttpResponse:
        """The track and its transcript are gone; the file stays as long as something uses it."""
        delete_captions(lesson=self.lesson_of(lesson_id), language=language)
        return HttpResponse(status=204)

    def lesson_of(self, lesson_id: int) -> Lesson:
        """The lesson if the actor may edit it. Raises NotFound, Unauthenticated, Forbidden."""
        lesson = (
            Lesson.objects.select_related("module", "video")
            .filter(pk=lesson_id, deleted_at=None, module__deleted_at=None, course__deleted_at=None)
            .first()
        )
        if lesson is None:
            raise NotFound
        self.check(Permission.COURSE_UPDATE, lesson)
        return lesson

    def answer(self, lesson_id: int, language: str) -> FastResponse:
        """One track with its pieces. Raises NotFound."""
        track = (
            CaptionTrack.objects.filter(video_id=lesson_id, language=language).select_related("file").first()
        )
        if track is None:
            raise NotFound
        cues = transcript_cues(place="lesson", place_id=lesson_id, language=language)
        return FastResponse(
            {
                "language": track.language,
                "label": track.label,
                "url": file_url(track.file),
                "base": track.file.sha256,
                "cues": [{"start_ms": cue.start_ms, "end_ms": cue.end_ms, "text": cue.text} for cue in cues],
            }
        )


def cues_in(values: dict[str, Any]) -> list[Cue]:
    """Pieces that the body names or holds as a file. Raises CaptionsMalformed, ValidationProblem."""
    if ("cues" in values) == ("text" in values):
        raise ValidationProblem(
            errors=[FieldError("/cues", "one-of-two", "Send either cues or the text of a file.")]
        )
    try:
        if "text" in values:
            return parse_cues(values["text"])
        return checked_cues((row["start_ms"], row["end_ms"], row["text"]) for row in values["cues"])
    except BadCues as bad:
        raise malformed(bad, "/text" if "text" in values else "/cues") from bad


class CourseFilesView(ApiView):
    """The files of a course: used in it, or on its shelf."""

    policy = CoursePolicy()

    @schema(
        response=StoredFileSerializer,
        paginated=True,
        query=FILTERS,
        summary="Files of a course, for its staff",
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """404 for everybody who does not work on the course."""
        course: Course = self.get_visible(Course.objects.all(), slug=slug)
        if not is_staff(self.actor, course.pk):
            raise NotFound
        lessons = Lesson.objects.filter(course=course, deleted_at=None)
        places = Q(place__in=["course", "course_image", SHELF], place_id=course.pk) | Q(
            place="lesson", place_id__in=lessons.values("pk")
        )
        return FastResponse(files_page(request, self.actor, files_at(places)))
