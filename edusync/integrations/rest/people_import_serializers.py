"""Shapes of people imports in the API."""

from typing import Any

from rest_framework import serializers

from edusync.integrations.models import UserImportJob, UserImportRow


class PeopleUploadSerializer(serializers.Serializer[Any]):
    """A file of people: CSV, or a OneRoster package."""

    file = serializers.FileField(max_length=255, allow_empty_file=True)


class PeopleImportOptionsSerializer(serializers.Serializer[Any]):
    """How the file is read and what is done with it. What is left out stays."""

    mapping = serializers.ListField(
        child=serializers.CharField(max_length=80, allow_blank=True), max_length=200, required=False
    )
    mode = serializers.ChoiceField(choices=UserImportJob.Mode.choices, required=False)
    on_conflict = serializers.ChoiceField(choices=UserImportJob.Conflict.choices, required=False)
    default_role = serializers.SlugField(max_length=60, allow_blank=True, required=False)
    are_invitations_sent = serializers.BooleanField(required=False)
    are_groups_created = serializers.BooleanField(required=False)


class PeopleImportSerializer(serializers.Serializer[Any]):
    """One import of people: how it is read, how far it is, what came of it. `has_file`: it can still be run."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=UserImportJob.State.choices)
    format = serializers.ChoiceField(choices=UserImportJob.Format.choices)
    source_name = serializers.CharField()
    encoding = serializers.CharField(allow_blank=True)
    delimiter = serializers.CharField(allow_blank=True)
    columns = serializers.ListField(child=serializers.CharField(allow_blank=True))
    mapping = serializers.ListField(child=serializers.CharField(allow_blank=True))
    sample = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))
    notes = serializers.ListField(child=serializers.CharField())
    mode = serializers.ChoiceField(choices=UserImportJob.Mode.choices)
    on_conflict = serializers.ChoiceField(choices=UserImportJob.Conflict.choices)
    default_role = serializers.CharField(allow_blank=True)
    are_invitations_sent = serializers.BooleanField()
    are_groups_created = serializers.BooleanField()
    is_begun = serializers.BooleanField()
    has_file = serializers.BooleanField()
    rows_total = serializers.IntegerField(min_value=0)
    rows_done = serializers.IntegerField(min_value=0)
    created_count = serializers.IntegerField(min_value=0)
    updated_count = serializers.IntegerField(min_value=0)
    skipped_count = serializers.IntegerField(min_value=0)
    error_count = serializers.IntegerField(min_value=0)
    problem = serializers.DictField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    actions = serializers.ListField(child=serializers.CharField())


class PeopleImportProblemSerializer(serializers.Serializer[Any]):
    """What is wrong with a row, or worth knowing. `column` is the heading in the file."""

    column = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    detail = serializers.CharField()
    is_error = serializers.BooleanField()


class PeopleImportRowSerializer(serializers.Serializer[Any]):
    """What becomes of one row of the file."""

    position = serializers.IntegerField(min_value=1)
    file_name = serializers.CharField(allow_blank=True)
    line = serializers.IntegerField(min_value=1)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    outcome = serializers.ChoiceField(choices=UserImportRow.Outcome.choices)
    problems = PeopleImportProblemSerializer(many=True)
    user_id = serializers.IntegerField(allow_null=True)


class PeopleImportFieldSerializer(serializers.Serializer[Any]):
    """A field that a column may fill. `label` is set for the organization's own fields only."""

    key = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    is_repeatable = serializers.BooleanField()


class PeopleImportChoicesSerializer(serializers.Serializer[Any]):
    """What the wizard offers: fields, roles that the actor can hand out, settings of the organization."""

    fields_offered = PeopleImportFieldSerializer(many=True)
    roles = serializers.ListField(child=serializers.CharField())
    are_passwords_allowed = serializers.BooleanField()
    mails_per_minute = serializers.IntegerField()
    can_change_settings = serializers.BooleanField()


class PeopleImportSettingsSerializer(serializers.Serializer[Any]):
    """What the organization wants of its imports."""

    are_passwords_allowed = serializers.BooleanField(required=False)
    mails_per_minute = serializers.IntegerField(min_value=1, max_value=6000, required=False)


_PLAIN = (
    *("uuid", "state", "format", "source_name", "encoding", "delimiter", "columns", "mapping", "sample"),
    *("notes", "mode", "on_conflict", "default_role", "are_invitations_sent", "are_groups_created"),
    *("is_begun", "rows_total", "rows_done", "created_count", "updated_count", "skipped_count"),
    *("error_count", "problem", "created_at", "started_at", "finished_at"),
)


def job_json(job: UserImportJob, *, actions: list[str]) -> dict[str, Any]:
    """The import as PeopleImportSerializer describes it."""
    body = {name: getattr(job, name) for name in _PLAIN}
    return {**body, "has_file": job.file_id is not None, "actions": actions}


def row_json(row: UserImportRow) -> dict[str, Any]:
    """The row as PeopleImportRowSerializer describes it."""
    return {
        name: getattr(row, name)
        for name in ("position", "file_name", "line", "label", "outcome", "problems", "user_id")
    }
