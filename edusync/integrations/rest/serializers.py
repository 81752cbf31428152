"""Shapes of imports in the API."""

from typing import Any

from rest_framework import serializers

from edusync.integrations.models import ContentImportJob, ContentImportNode
from edusync.integrations.queries import Duplicate


class ImportRequestSerializer(serializers.Serializer[Any]):
    """A package to import."""

    file = serializers.FileField(max_length=255, allow_empty_file=True)
    is_dry_run = serializers.BooleanField(default=False)
    is_copy_wanted = serializers.BooleanField(default=False)


class ImportedCourseSerializer(serializers.Serializer[Any]):
    """The course that an import made."""

    slug = serializers.CharField()
    title = serializers.CharField()


class DuplicateSerializer(serializers.Serializer[Any]):
    """A course made earlier from the same source."""

    slug = serializers.CharField()
    title = serializers.CharField()
    imported_at = serializers.DateTimeField(allow_null=True)


class ImportJobSerializer(serializers.Serializer[Any]):
    """One import: how far it is, what came of it."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ContentImportJob.State.choices)
    format = serializers.ChoiceField(choices=ContentImportJob.Format.choices, allow_blank=True)
    source_name = serializers.CharField()
    is_dry_run = serializers.BooleanField()
    is_copy_wanted = serializers.BooleanField()
    nodes_total = serializers.IntegerField(min_value=0)
    nodes_done = serializers.IntegerField(min_value=0)
    imported_count = serializers.IntegerField(min_value=0)
    lossy_count = serializers.IntegerField(min_value=0)
    skipped_count = serializers.IntegerField(min_value=0)
    course = ImportedCourseSerializer(allow_null=True)
    problem = serializers.DictField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    duplicates = DuplicateSerializer(many=True)
    actions = serializers.ListField(child=serializers.CharField())


class NodeLessonSerializer(serializers.Serializer[Any]):
    """The lesson that a node became part of."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class ImportNodeSerializer(serializers.Serializer[Any]):
    """What became of one node of the source."""

    position = serializers.IntegerField(min_value=1)
    path = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(choices=ContentImportNode.Outcome.choices)
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    lesson = NodeLessonSerializer(allow_null=True)


def job_json(job: ContentImportJob, *, duplicates: list[Duplicate], actions: list[str]) -> dict[str, Any]:
    """The import as ImportJobSerializer describes it; `course` must be selected."""
    course = job.course
    is_there = course is not None and course.deleted_at is None
    return {
        "uuid": job.uuid,
        "state": job.state,
        "format": job.format,
        "source_name": job.source_name,
        "is_dry_run": job.is_dry_run,
        "is_copy_wanted": job.is_copy_wanted,
        "nodes_total": job.nodes_total,
        "nodes_done": job.nodes_done,
        "imported_count": job.imported_count,
        "lossy_count": job.lossy_count,
        "skipped_count": job.skipped_count,
        "course": {"slug": course.slug, "title": course.title} if course is not None and is_there else None,
        "problem": job.problem,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "duplicates": [duplicate.as_json() for duplicate in duplicates],
        "actions": actions,
    }


def node_json(node: ContentImportNode) -> dict[str, Any]:
    """The node as ImportNodeSerializer describes it; `lesson` must be selected."""
    lesson = node.lesson
    return {
        "position": node.position,
        "path": node.path,
        "kind": node.kind,
        "title": node.title,
        "outcome": node.outcome,
        "code": node.code,
        "detail": node.detail,
        "lesson": {"id": lesson.pk, "title": lesson.title} if lesson is not None else None,
    }
