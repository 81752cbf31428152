"""Shapes of pages being written, of page templates and of Markdown in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.courses.rest.serializers import PersonCardSerializer
from edusync.kernel.rest.fields import LineField


class BlockConflictSerializer(serializers.Serializer[Any]):
    """Both authors changed the same words; both versions stand in the document."""

    block = serializers.CharField(help_text="Id of the block with the version stored first.")
    copy = serializers.CharField(help_text="Id of the block with the other version.")


class PageEditSerializer(serializers.Serializer[Any]):
    """A page as its authors see it: the draft where there is one."""

    document = serializers.JSONField(help_text="Block document.")
    row_version = serializers.IntegerField()
    is_draft = serializers.BooleanField(help_text="Learners still read what was published before.")
    waits_for_publishing = serializers.BooleanField(help_text="What is saved now goes into a draft.")
    updated_at = serializers.DateTimeField()
    updated_by = PersonCardSerializer(allow_null=True)


class SavedPageSerializer(PageEditSerializer):
    """The page after saving."""

    merged = serializers.BooleanField(help_text="Another author's changes came in; show the document anew.")
    conflicts = BlockConflictSerializer(many=True)


class PageWriteSerializer(serializers.Serializer[Any]):
    """What an editor sends when it saves."""

    document = serializers.JSONField(help_text="The whole block document.")
    base_version = serializers.IntegerField(
        min_value=1, max_value=4_000_000_000, help_text="`row_version` the editor began from."
    )
    base = serializers.JSONField(
        required=False,
        allow_null=True,
        help_text="The document of that version. With it two authors' changes are merged, without it the answer is "
        "409 page-conflict when the page has moved on.",
    )


class MarkdownWriteSerializer(serializers.Serializer[Any]):
    """Either of the two."""

    markdown = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    document = serializers.JSONField(required=False, help_text="Block document.")
    with_ids = serializers.BooleanField(
        required=False, default=False, help_text="Write block ids and all attributes: nothing is lost."
    )


class MarkdownSerializer(serializers.Serializer[Any]):
    """The same content in both spellings."""

    markdown = serializers.CharField()
    document = serializers.JSONField(help_text="Block document.")


class PageBeginningSerializer(serializers.Serializer[Any]):
    """A template that comes with the site."""

    key = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    document = serializers.JSONField(help_text="Block document.")


class PageBeginningsSerializer(serializers.Serializer[Any]):
    """All of them."""

    results = PageBeginningSerializer(many=True)


class PageTemplateRowSerializer(serializers.Serializer[Any]):
    """A template that an author saved."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    saved_by = PersonCardSerializer(allow_null=True)
    actions = serializers.ListField(child=serializers.CharField())


class PageTemplateSerializer(PageTemplateRowSerializer):
    """The same with its page."""

    document = serializers.JSONField(help_text="Block document.")


class PageTemplateWriteSerializer(serializers.Serializer[Any]):
    """A page to keep as a template."""

    name = LineField(max_length=120)
    summary = LineField(max_length=300, allow_blank=True, required=False)
    document = serializers.JSONField(help_text="Block document.")
