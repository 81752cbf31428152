"""Pointers of courses without foreign keys, and what the engines' text search keeps beside the models."""

from edusync.courses.search.engine import FTS_TABLE, FULLTEXT_INDEX, TABLE
from edusync.kernel.schema.derived import declare_counter, declare_derived
from edusync.kernel.schema.references import declare_reference
from edusync.kernel.schema.registry import declare_part, declare_table

for entity in ("course", "module", "lesson"):
    declare_reference("courses.Translation", "entity_id", f"courses.{entity.capitalize()}", entity=entity)

declare_table(
    "sqlite", FTS_TABLE, triggers=("search_fts_on_insert", "search_fts_on_update", "search_fts_on_delete")
)
declare_part("mysql", TABLE, "full-text index", FULLTEXT_INDEX, "(`terms`)")

SHOWN = "SELECT {} FROM courses_course_review r WHERE r.course_id = {{row}}.id AND r.is_hidden = 0"
declare_counter(
    "courses.Course",
    "rating_count",
    sql=SHOWN.format("COUNT(*)"),
    source="reviews that are not hidden",
    owner="triggers `course_review_rating_on_*`",
)
declare_counter(
    "courses.Course",
    "rating_sum",
    sql=SHOWN.format("COALESCE(SUM(r.stars), 0)"),
    source="stars of reviews that are not hidden",
    owner="triggers `course_review_rating_on_*`",
)
declare_counter(
    "courses.Course",
    "lesson_count",
    sql=(
        "SELECT COUNT(*) FROM courses_lesson l JOIN courses_module m ON m.id = l.module_id"
        " WHERE l.course_id = {row}.id AND l.is_published AND l.deleted_at IS NULL"
        " AND m.is_published AND m.deleted_at IS NULL"
    ),
    source="published lessons of published modules",
    owner="triggers `lesson_outline_on_*`, `module_outline_on_*`",
)
declare_counter(
    "courses.CourseReview",
    "helpful_count",
    sql="SELECT COUNT(*) FROM courses_review_vote v WHERE v.review_id = {row}.id",
    source="votes",
    owner="triggers `review_vote_count_on_*`",
)
declare_counter(
    "courses.CourseReview",
    "open_report_count",
    sql=(
        "SELECT COUNT(*) FROM courses_review_report r WHERE r.review_id = {row}.id AND r.settled_at IS NULL"
    ),
    source="reports that no moderator has settled",
    owner="triggers `review_report_count_on_*`",
)
declare_derived(
    "courses.SearchDocument",
    "terms",
    source="texts of the course and its lessons",
    owner="the services of courses",
    rebuild="`manage.py rebuild_search`",
)
