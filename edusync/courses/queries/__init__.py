"""Reads of courses and their content, permission-free."""

from edusync.courses.queries.author_outline import author_outline
from edusync.courses.queries.cards import CARD_COLUMNS, cards_of, catalog_rows, course_cards, instructors_of
from edusync.courses.queries.lessons import LessonContent, lesson_content, live_lessons, required_weights
from edusync.courses.queries.names import (
    CourseName,
    catalog_languages,
    courses_named,
    published_course_count,
)
from edusync.courses.queries.outline import (
    Outline,
    OutlineLesson,
    OutlineModule,
    course_by_slug,
    is_out_of_sight,
    outline,
    outlines,
    with_progress,
)
from edusync.courses.queries.prerequisites import Prerequisite, prerequisites_of, unmet_prerequisites
from edusync.courses.queries.rows import (
    lesson_rows,
    lessons_by_origin,
    lessons_by_uuid,
    live_course,
    live_lesson,
    locked_course,
    page_documents,
    page_rows,
    snapshot_of_digest,
)
from edusync.courses.queries.rules import completion_percent, required_score
from edusync.courses.queries.search import SearchHit, matching_courses, snippets_of
from edusync.courses.queries.topics import categories_of, courses_in_category, languages_of, tags_of

__all__ = [
    "CARD_COLUMNS",
    "CourseName",
    "LessonContent",
    "Outline",
    "OutlineLesson",
    "OutlineModule",
    "Prerequisite",
    "SearchHit",
    "author_outline",
    "cards_of",
    "catalog_languages",
    "catalog_rows",
    "categories_of",
    "completion_percent",
    "course_by_slug",
    "course_cards",
    "courses_in_category",
    "courses_named",
    "instructors_of",
    "is_out_of_sight",
    "languages_of",
    "lesson_content",
    "lesson_rows",
    "lessons_by_origin",
    "lessons_by_uuid",
    "live_course",
    "live_lesson",
    "live_lessons",
    "locked_course",
    "matching_courses",
    "outline",
    "outlines",
    "page_documents",
    "page_rows",
    "prerequisites_of",
    "published_course_count",
    "required_score",
    "required_weights",
    "snapshot_of_digest",
    "snippets_of",
    "tags_of",
    "unmet_prerequisites",
    "with_progress",
]
