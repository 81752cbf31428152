"""Who reads and writes the content of each kind of lesson. Apps above register theirs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from edusync.courses.models import Lesson

Content = dict[str, Any]


class ContentProvider:
    """Reads the content of lessons as JSON and puts it back. Files and rows of one's own are named by UUID."""

    # Members of the content that are instants: a copy of the course may move them.
    dates: tuple[str, ...] = ()

    def read(self, lesson_ids: Sequence[int]) -> Mapping[int, Content]:
        """Content by lesson id, in a number of queries that does not grow with the lessons."""
        raise TypeError(f"{type(self).__name__} does not read")

    def left_behind(self, course_id: int) -> Mapping[str, int]:
        """What has a date and is no part of the content, by a word for it: copies do not get it."""
        return {}

    def write(self, lesson: Lesson, data: Content) -> None:
        """Make the lesson hold exactly this content. Raises ValidationProblem."""
        raise TypeError(f"{type(self).__name__} does not write")

    def write_many(self, pairs: Sequence[tuple[Lesson, Content]]) -> None:
        """`write` for many lessons; only those whose content differs are passed. Raises ValidationProblem."""
        for lesson, data in pairs:
            self.write(lesson, data)

    def plain(self, data: Content) -> Content:
        """The content without what only this site knows (addresses of files), for comparing."""
        return data


_providers: dict[str, ContentProvider] = {}


def register_content(kind: str, provider: ContentProvider) -> None:
    """Lessons of this kind keep their content so. An app calls it when it is ready."""
    _providers[kind] = provider


def provider_of(kind: str) -> ContentProvider | None:
    """The provider of a kind; None for kinds that have no content."""
    return _providers.get(kind)


def left_behind(course_id: int) -> dict[str, int]:
    """What has a date and does not come along when a course is copied, by a word for it."""
    found: dict[str, int] = {}
    for _, provider in sorted(_providers.items()):
        found.update({name: count for name, count in provider.left_behind(course_id).items() if count})
    return found


def read_contents(lessons: Iterable[tuple[int, str]]) -> dict[int, Content]:
    """Content by lesson id of (id, kind) pairs; lessons without content get an empty object."""
    by_kind: dict[str, list[int]] = {}
    for lesson_id, kind in lessons:
        by_kind.setdefault(kind, []).append(lesson_id)
    found: dict[int, Content] = {}
    for kind, ids in sorted(by_kind.items()):
        provider = provider_of(kind)
        contents = provider.read(ids) if provider else {}
        for lesson_id in ids:
            found[lesson_id] = dict(contents.get(lesson_id, {}))
    return found
