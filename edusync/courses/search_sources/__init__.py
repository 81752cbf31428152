"""What courses add to the search over everything: courses, modules, lessons, quizzes, spoken words, and own notes."""

from edusync.courses.search_sources.courses import find_courses
from edusync.courses.search_sources.lessons import find_lessons
from edusync.courses.search_sources.modules import find_modules
from edusync.courses.search_sources.notes import find_notes
from edusync.kernel.policy import Permission
from edusync.kernel.search import SearchSource, people_only, register_source

register_source(SearchSource("courses", ("course",), find_courses, key_scope=Permission.COURSE_READ))
register_source(SearchSource("modules", ("module",), find_modules, Permission.LESSON_READ, people_only))
register_source(
    SearchSource("lessons", ("lesson", "quiz", "transcript"), find_lessons, key_scope=Permission.LESSON_READ)
)
# As everywhere, no key or token reads what somebody wrote for themselves.
register_source(SearchSource("notes", ("note",), find_notes, offered=people_only))
