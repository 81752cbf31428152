"""One glossary: words that mean the same as a house word are not used in names of ours."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.boundaries.sources import project_files, python_modules, refuse, relative

# Word → what the house says instead.
BANNED = {
    "pupil": "learner",
    "pupils": "learner",
    "homework": "assignment",
    "chapter": "module",
    "chapters": "module",
    "section": "module",
    "sections": "module",
    "registration": "enrollment",
    "registrations": "enrollment",
}
# An organization consists of units; what is taught does not.
BANNED_IN_COURSES = {"unit": "lesson", "units": "lesson"}
COURSE_APPS = tuple(
    f"edusync/{app}/" for app in ("courses", "enrollment", "progress", "assessment", "credentials")
)
# Where the outside world's own words are the subject: foreign course formats, units of measurement in answers.
FOREIGN_WORDS_ALLOWED = (
    "edusync/integrations/formats/",
    "edusync/integrations/questions/",
    "edusync/integrations/tests/",
    "edusync/assessment/scoring/",
    "edusync/assessment/tests/test_scoring",
    "tests/boundaries/",
)
# A film has chapters: the word of the field, and of the browsers' own tracks.
FILM_WORDS = {"chapter", "chapters"}
FILM_FILES = (
    "edusync/courses/models/content.py",
    "edusync/courses/rest/reading_serializers.py",
    "edusync/courses/services/media.py",
    "edusync/courses/services/search_index.py",
    "edusync/courses/tests/test_media.py",
)
# An enrollment rule names a unit of the organization, as it names a group or a job role.
ORGANIZATION_WORDS = {"unit", "units"}
ORGANIZATION_FILES = (
    "edusync/enrollment/models/ways_in.py",
    "edusync/enrollment/rest/ways_in_serializers.py",
)
# Candidates register for a sitting of an exam; that is no enrollment.
EXAM_WORDS = {"registration", "registrations"}
BANNED_FILE_NAMES = {"utils", "helpers", "common", "misc", "util", "helper"}


def words_of(name: str) -> list[str]:
    """`LessonSectionView` and `lesson_section_view` → lesson, section, view."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def names_given(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of everything that the file itself names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def test_words_of_splits_both_spellings() -> None:
    assert words_of("LessonSectionView") == words_of("lesson_section_view") == ["lesson", "section", "view"]


def test_python_names_use_the_glossary() -> None:
    found = [
        f"{path}:{line} {name}: say {banned[word]}"
        for path, tree in python_modules()
        if not path.startswith(FOREIGN_WORDS_ALLOWED)
        for banned in [BANNED | (BANNED_IN_COURSES if path.startswith(COURSE_APPS) else {})]
        for line, name in names_given(tree)
        for word in words_of(name)
        if word in banned
        and not (word in FILM_WORDS and path in FILM_FILES)
        and not (word in EXAM_WORDS and "exam" in path)
        and not (word in ORGANIZATION_WORDS and path in ORGANIZATION_FILES)
    ]
    refuse(found)


def test_no_file_is_named_after_nothing() -> None:
    """A module called `utils` says nothing about what is in it."""
    found = [
        path
        for path in map(relative, project_files())
        if BANNED_FILE_NAMES & {part.split(".")[0].lower() for part in PurePosixPath(path).parts}
    ]
    refuse(found)
