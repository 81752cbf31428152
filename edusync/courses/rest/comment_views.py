"""What the team says about drafts; learners never see it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from edusync.courses import policy
from edusync.courses.models import ContentComment, Course
from edusync.courses.queries.comments import answers_of, mentions_of, open_threads_by_lesson, threads_of
from edusync.courses.rest import comment_serializers as shapes
from edusync.courses.rest.lifecycle_json import People, person_json
from edusync.courses.rest.lifecycle_views import StudioView
from edusync.courses.services.lifecycle_comments import (
    delete_comment,
    edit_comment,
    resolve_thread,
    write_comment,
)
from edusync.identity.queries import people_named
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import FastResponse, schema

Mentions = dict[int, list[int]]


class CommentBaseView(StudioView):
    """A route about comments."""

    key_scopes = dict.fromkeys(("get", "post", "put", "patch", "delete"), Permission.COMMENT_WRITE)

    def course(self, slug: str) -> Course:
        """The course if the actor may comment on it."""
        return self.course_for(Permission.COMMENT_WRITE, slug)

    def comment(self, pk: int) -> ContentComment:
        """The comment if the actor may comment on its course. Raises NotFound."""
        row: ContentComment | None = (
            ContentComment.objects.filter(pk=pk, deleted_at=None, course__deleted_at=None)
            .select_related("course")
            .first()
        )
        # Comments are hidden from whoever may not write any: also from those who see the course.
        if row is None or not self.required_policy().allows(self.actor, Permission.COMMENT_WRITE, row.course):
            raise NotFound
        return row

    def one(self, comment: ContentComment, *, status: int = 200) -> FastResponse:
        """The thread of the comment."""
        first = threads_of(comment.course_id).get(pk=comment.thread_id or comment.pk)
        return FastResponse(self.threads([first])[0], status=status)

    def threads(self, rows: Sequence[ContentComment]) -> list[dict[str, Any]]:
        """Threads with answers and people: three queries however many they are."""
        answers = answers_of(row.pk for row in rows)
        every = [*rows, *(answer for group in answers.values() for answer in group)]
        mentions = mentions_of(row.pk for row in every)
        ids = {row.author_id for row in every} | {row.resolved_by_id for row in rows}
        ids |= {user_id for group in mentions.values() for user_id in group}
        people = people_named(user_id for user_id in ids if user_id)
        return [
            {
                **self.words(row, people, mentions),
                "lesson": {"id": row.lesson.pk, "title": row.lesson.title} if row.lesson else None,
                "block_id": row.block_id,
                "quote": row.quote,
                "is_resolved": row.resolved_at is not None,
                "resolved_at": row.resolved_at,
                "resolved_by": person_json(row.resolved_by_id, people),
                "answers": [self.words(answer, people, mentions) for answer in answers.get(row.pk, [])],
            }
            for row in rows
        ]

    def words(self, row: ContentComment, people: People, mentions: Mentions) -> dict[str, Any]:
        """One comment."""
        is_deleted = row.deleted_at is not None
        called = [] if is_deleted else [person_json(pk, people) for pk in mentions.get(row.pk, [])]
        return {
            "id": row.pk,
            "author": None if is_deleted else person_json(row.author_id, people),
            "body": row.body,
            "mentions": [person for person in called if person],
            "is_deleted": is_deleted,
            "is_own": not is_deleted and row.author_id == self.actor.user_id,
            "created_at": row.created_at,
            "edited_at": row.edited_at,
        }


class CourseCommentsView(CommentBaseView):
    """Threads about a course."""

    @schema(
        response=shapes.CommentThreadSerializer,
        paginated=True,
        query={"lesson": "id of a lesson", "status": "open or resolved; all without"},
        summary="Comments on a course",
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """The oldest first."""
        course = self.course(slug)
        rows = threads_of(course.pk, lesson_id=wanted_lesson(request), status=request.GET.get("status", ""))
        page = keyset_page(rows, request=request, order=("id",))
        page["results"] = self.threads(page["results"])
        return FastResponse(page)

    @schema(
        request=shapes.CommentWriteSerializer,
        response=shapes.CommentThreadSerializer,
        status=201,
        summary="Comment on a course",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """A new thread, or an answer in one, which opens it again. People called get a mail."""
        course = self.course(slug)
        comment = write_comment(
            course=course, author_id=self.actor.user_id or 0, **self.validated(shapes.CommentWriteSerializer)
        )
        return self.one(comment, status=201)


def wanted_lesson(request: Any) -> int | None:
    """The lesson that the list is asked for. Raises ValidationProblem."""
    text = request.GET.get("lesson", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValidationProblem(errors=[FieldError("/lesson", "invalid", "The id of a lesson.")])
    return int(text)


class CommentCountsView(CommentBaseView):
    """Numbers beside lessons."""

    @schema(response=shapes.CommentCountSerializer, summary="Unresolved comments of a course")
    def get(self, request: Any, slug: str) -> FastResponse:
        """In one query."""
        counts = open_threads_by_lesson(self.course(slug).pk)
        lessons = [{"lesson_id": pk, "open": count} for pk, count in counts.items() if pk is not None]
        return FastResponse({"open": sum(counts.values()), "course": counts.get(None, 0), "lessons": lessons})


class CommentView(CommentBaseView):
    """One comment."""

    @schema(
        request=shapes.CommentEditSerializer,
        response=shapes.CommentThreadSerializer,
        summary="Change a comment",
    )
    def patch(self, request: Any, comment_id: int) -> FastResponse:
        """One's own."""
        comment = self.comment(comment_id)
        values = self.validated(shapes.CommentEditSerializer)
        return self.one(edit_comment(comment=comment, by_id=self.actor.user_id or 0, **values))

    @schema(status=204, summary="Delete a comment")
    def delete(self, request: Any, comment_id: int) -> HttpResponse:
        """One's own; any for those who look after all courses."""
        delete_comment(
            comment=self.comment(comment_id),
            by_id=self.actor.user_id or 0,
            is_keeper=policy.keeps_catalog(self.actor),
        )
        return HttpResponse(status=204)


class CommentResolutionView(CommentBaseView):
    """Whether a thread is done."""

    @schema(
        request=shapes.ResolutionSerializer,
        response=shapes.CommentThreadSerializer,
        summary="Resolve a thread or open it again",
    )
    def put(self, request: Any, comment_id: int) -> FastResponse:
        """Everybody of the team may."""
        comment = self.comment(comment_id)
        values = self.validated(shapes.ResolutionSerializer)
        return self.one(resolve_thread(comment=comment, by_id=self.actor.user_id or 0, **values))
