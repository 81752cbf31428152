"""Shapes of comments on drafts in the API."""

from typing import Any

from rest_framework import serializers

from edusync.courses.rest.lifecycle_serializers import ReviewPersonSerializer
from edusync.courses.services.lifecycle_comments import MAX_BODY_CHARACTERS, MAX_MENTIONS


class DraftCommentSerializer(serializers.Serializer[Any]):
    """What somebody of the team said. A deleted comment has no words and no author."""

    id = serializers.IntegerField()
    author = ReviewPersonSerializer(allow_null=True)
    body = serializers.CharField(allow_blank=True)
    mentions = ReviewPersonSerializer(many=True)
    is_deleted = serializers.BooleanField()
    is_own = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class CommentLessonSerializer(serializers.Serializer[Any]):
    """The lesson a thread is about."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class CommentThreadSerializer(DraftCommentSerializer):
    """A first comment with its answers."""

    lesson = CommentLessonSerializer(allow_null=True)
    block_id = serializers.CharField(allow_blank=True)
    quote = serializers.CharField(allow_blank=True)
    is_resolved = serializers.BooleanField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = ReviewPersonSerializer(allow_null=True)
    answers = DraftCommentSerializer(many=True)


class MentionedSerializer(serializers.Serializer[Any]):
    """Who is called: people of the team."""

    mentioned_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=MAX_MENTIONS
    )


class CommentWriteSerializer(MentionedSerializer):
    """A comment on the course, a lesson or a block, or an answer."""

    body = serializers.CharField(max_length=MAX_BODY_CHARACTERS)
    lesson_id = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    block_id = serializers.CharField(required=False, allow_blank=True, max_length=64)
    quote = serializers.CharField(required=False, allow_blank=True, max_length=500)
    thread_id = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class CommentEditSerializer(MentionedSerializer):
    """Other words."""

    body = serializers.CharField(max_length=MAX_BODY_CHARACTERS)


class ResolutionSerializer(serializers.Serializer[Any]):
    """Whether what a thread asks for is done."""

    is_resolved = serializers.BooleanField()


class LessonCommentCountSerializer(serializers.Serializer[Any]):
    """Unresolved threads of a lesson."""

    lesson_id = serializers.IntegerField()
    open = serializers.IntegerField(min_value=1)


class CommentCountSerializer(serializers.Serializer[Any]):
    """Unresolved threads of a course: all, those about the whole course, and by lesson."""

    open = serializers.IntegerField(min_value=0)
    course = serializers.IntegerField(min_value=0)
    lessons = LessonCommentCountSerializer(many=True)
