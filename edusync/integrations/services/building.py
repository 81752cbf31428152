"""A source course to a course of ours: files, modules, lessons, documents, quizzes. In the caller's transaction."""

from dataclasses import replace
from typing import Any

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.services import create_quiz
from edusync.courses.models import Course, Lesson
from edusync.courses.services import (
    add_lesson,
    add_module,
    create_course,
    outline_edit,
    set_page_document,
    update_course,
)
from edusync.files.services import link_file
from edusync.integrations.formats.tree import SourceCourse, SourceLesson, SourceNode, SourceVideo
from edusync.integrations.queries import known_language
from edusync.integrations.services.keeping import FileKeeper
from edusync.integrations.services.resolving import Resolver

MAX_OUTCOMES = 12
_HTML_SETTINGS = ("unselected_feedback",)


class CourseBuilder:
    """Makes one course. `lessons` tells which row each lesson of the source became."""

    def __init__(self, source: SourceCourse, keeper: FileKeeper, *, created_by_id: int | None) -> None:
        self.source = source
        self.keeper = keeper
        self.created_by_id = created_by_id
        self.lessons: dict[str, Lesson] = {}
        self.resolver = Resolver(keeper.files, self._lesson_address)
        self.slug = ""
        self._nodes: dict[str, SourceNode] = {}
        for node in source.ledger.nodes:
            if node.lesson_key:
                self._nodes.setdefault(node.lesson_key, node)

    def build(self, *, title: str) -> Course:
        """The course, a draft. Raises ValidationProblem."""
        self.keeper.keep_all(self.source)
        course = create_course(title=title, created_by_id=self.created_by_id, **self._facts())
        self.slug = course.slug
        with outline_edit(course_id=course.pk):
            for source_module in self.source.modules:
                module = add_module(course=course, title=source_module.title)
                for source_lesson in source_module.lessons:
                    if self._lacks_its_file(source_lesson):
                        continue
                    self.lessons[source_lesson.key] = self._add_lesson(module, source_lesson)
            for source_lesson in self.source.lessons():
                if source_lesson.key in self.lessons:
                    self._fill_lesson(self.lessons[source_lesson.key], source_lesson)
        return self._add_overview(course)

    def _lacks_its_file(self, source: SourceLesson) -> bool:
        """Whether the store refused the one file that the lesson consists of: its node says so already."""
        return source.download is not None and source.download.file_key not in self.keeper.files

    def _facts(self) -> dict[str, Any]:
        """What is known of the course before its lessons."""
        facts: dict[str, Any] = {
            "tagline": self.source.tagline[:200],
            "language": known_language(self.source.language),
            "outcomes": [text[:500] for text in self.source.outcomes if text][:MAX_OUTCOMES],
            "estimated_minutes": sum(lesson.estimated_minutes for lesson in self.source.lessons()),
        }
        image = self.keeper.files.get(self.source.image_key)
        if image is not None and image.media_type.startswith("image/"):
            facts["image_file"] = image
        return facts

    def _add_lesson(self, module: Any, source: SourceLesson) -> Lesson:
        detail = self._detail(source)
        return add_lesson(
            module=module,
            kind=source.kind,
            title=source.title[:200],
            detail=detail,
            group_title=source.group_title[:200],
            estimated_minutes=source.estimated_minutes,
            is_published=source.is_published,
        )

    def _detail(self, source: SourceLesson) -> dict[str, Any]:
        if source.video:
            return self._video(source.video)
        if source.link:
            return {"url": source.link.url[:2000], "summary": source.link.summary[:10_000]}
        if source.download:
            return {
                "file": self.keeper.files[source.download.file_key],
                "summary": source.download.summary[:10_000],
            }
        return {}

    def _video(self, video: SourceVideo) -> dict[str, Any]:
        detail: dict[str, Any] = {
            "provider": video.provider,
            "external_id": video.external_id,
            "transcript": video.transcript[:400_000],
            "captions": [
                {"language": track.language, "label": track.label, "file": self.keeper.files[track.file_key]}
                for track in video.captions
                if track.file_key in self.keeper.files
            ],
        }
        if video.file_key:
            detail["file"] = self.keeper.files.get(video.file_key)
        return detail

    def _fill_lesson(self, lesson: Lesson, source: SourceLesson) -> None:
        if source.kind == "page":
            document = self.resolver.document(source.document, self._nodes.get(source.key))
            set_page_document(lesson=lesson, document=document)
        elif source.kind == "quiz":
            self.resolver.used.clear()
            create_quiz(
                lesson=lesson,
                questions=[self._question(draft, self._nodes.get(source.key)) for draft in source.questions],
                pass_percent=source.pass_percent,
                attempts_allowed=source.attempts_allowed,
                time_limit_seconds=source.time_limit_seconds,
                is_shuffled=source.is_shuffled,
                introduction=self.resolver.markup(source.introduction),
            )
            for file in self.resolver.used.values():
                link_file(file=file, place="lesson", place_id=lesson.pk, role="quiz")

    def _question(self, draft: QuestionDraft, node: SourceNode | None) -> QuestionDraft:
        """The draft with its placeholders replaced."""
        markup = self.resolver.markup
        settings = dict(draft.settings)
        for name in _HTML_SETTINGS:
            if name in settings:
                settings[name] = [markup(text) for text in settings[name]]
        if "answers" in settings:
            settings["answers"] = [
                {**answer, "feedback": markup(str(answer.get("feedback", "")))}
                for answer in settings["answers"]
            ]
        return replace(
            draft,
            stem=self.resolver.document(draft.stem, node),
            options=[
                OptionDraft(markup(option.html), option.weight, markup(option.feedback))
                for option in draft.option_drafts()
            ],
            settings=settings,
            explanation=markup(draft.explanation),
            hints=[markup(hint) for hint in draft.hints],
        )

    def _add_overview(self, course: Course) -> Course:
        if self.source.overview and self.source.overview.get("blocks"):
            overview = self.resolver.document(self.source.overview)
            course.refresh_from_db()
            course = update_course(course=course, by_id=self.created_by_id, overview=overview)
        return course

    def _lesson_address(self, key: str) -> str | None:
        """Address of the lesson that a block or page of the source became part of."""
        lesson = self.lessons.get(key) or self.lessons.get(self.source.lesson_aliases.get(key, ""))
        return f"/learn/{self.slug}/{lesson.pk}" if lesson else None
