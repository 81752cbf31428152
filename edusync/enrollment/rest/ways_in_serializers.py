"""Shapes of keys, links, rules and imports in the API."""

from typing import Any

from rest_framework import serializers

from edusync.enrollment.models import EnrollmentImport, EnrollmentImportRow, EnrollmentKey, EnrollmentRule
from edusync.enrollment.services.ways_in import state_of_key
from edusync.kernel.rest.fields import LineField

KEY_STATES = ("open", "not-yet", "expired", "used-up", "revoked", "unknown")


class EnrollmentKeyWriteSerializer(serializers.Serializer[Any]):
    """A new key or link with its limits."""

    kind = serializers.ChoiceField(choices=EnrollmentKey.Kind.choices)
    label = LineField(max_length=120)  # type: ignore[assignment]
    cohort_id = serializers.IntegerField(min_value=1, allow_null=True, required=False)
    valid_from = serializers.DateTimeField(allow_null=True, required=False)
    valid_until = serializers.DateTimeField(allow_null=True, required=False)
    max_uses = serializers.IntegerField(min_value=1, max_value=1_000_000, allow_null=True, required=False)


class EnrollmentKeySerializer(serializers.Serializer[Any]):
    """A key or link. Its secret is nowhere to be had."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=EnrollmentKey.Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField(help_text="The last characters of the secret.")
    cohort_id = serializers.IntegerField(allow_null=True)
    cohort_name = serializers.CharField(allow_null=True)
    valid_from = serializers.DateTimeField(allow_null=True)
    valid_until = serializers.DateTimeField(allow_null=True)
    max_uses = serializers.IntegerField(allow_null=True)
    use_count = serializers.IntegerField()
    state = serializers.ChoiceField(choices=KEY_STATES)
    created_at = serializers.DateTimeField()


class EnrollmentKeyMadeSerializer(EnrollmentKeySerializer):
    """The one answer that holds the secret."""

    secret = serializers.CharField()
    url = serializers.CharField(allow_null=True, help_text="Address of a link; null for keys.")


class EnrollmentLinkSerializer(serializers.Serializer[Any]):
    """What a link leads to, for whoever holds it."""

    state = serializers.ChoiceField(choices=KEY_STATES)
    course_title = serializers.CharField()
    course_slug = serializers.CharField()
    organization_name = serializers.CharField()
    cohort_name = serializers.CharField(allow_null=True)
    is_enrolled = serializers.BooleanField(help_text="Whether who asks takes the course already.")


class EnrollmentRuleTargetSerializer(serializers.Serializer[Any]):
    """Whom a rule names."""

    kind = serializers.ChoiceField(choices=EnrollmentRule.Kind.choices)
    target_id = serializers.IntegerField(min_value=0, required=False, default=0)
    value = LineField(max_length=120, allow_blank=True, required=False, default="")


class EnrollmentRuleChangeSerializer(serializers.Serializer[Any]):
    """What of a rule can be changed."""

    cohort_id = serializers.IntegerField(min_value=1, allow_null=True, required=False)
    is_on = serializers.BooleanField(required=False)
    withdraws = serializers.BooleanField(required=False)
    due_days = serializers.IntegerField(min_value=1, max_value=3650, allow_null=True, required=False)


class EnrollmentRuleWriteSerializer(EnrollmentRuleChangeSerializer, EnrollmentRuleTargetSerializer):
    """A new rule."""


class EnrollmentRuleResultSerializer(serializers.Serializer[Any]):
    """What the last run did."""

    fit = serializers.IntegerField()
    enrolled = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    refused = serializers.IntegerField()
    reasons = serializers.DictField(
        child=serializers.IntegerField(), help_text="Number by code of the problem."
    )


class EnrollmentRuleSerializer(serializers.Serializer[Any]):
    """An automatic rule."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=EnrollmentRule.Kind.choices)
    target_id = serializers.IntegerField()
    target_name = serializers.CharField(allow_null=True, help_text="Null where there is none, or it is gone.")
    value = serializers.CharField(allow_blank=True)
    cohort_id = serializers.IntegerField(allow_null=True)
    cohort_name = serializers.CharField(allow_null=True)
    is_on = serializers.BooleanField()
    withdraws = serializers.BooleanField()
    due_days = serializers.IntegerField(allow_null=True)
    last_run_at = serializers.DateTimeField(allow_null=True)
    last_result = EnrollmentRuleResultSerializer(allow_null=True)


class EnrollmentRulePreviewSerializer(serializers.Serializer[Any]):
    """What a rule would do."""

    fit = serializers.IntegerField()
    present = serializers.IntegerField(help_text="How many of them have an enrollment, of whatever status.")
    would_come = serializers.IntegerField()
    names = serializers.ListField(
        child=serializers.CharField(), help_text="The first of those who would come."
    )


class EnrollmentRuleChoiceSerializer(serializers.Serializer[Any]):
    """A group, unit or job role a rule may name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class EnrollmentRuleChoicesSerializer(serializers.Serializer[Any]):
    """Everything a rule may name."""

    group = EnrollmentRuleChoiceSerializer(many=True)
    unit = EnrollmentRuleChoiceSerializer(many=True)
    job_role = EnrollmentRuleChoiceSerializer(many=True)


class EnrollmentUploadSerializer(serializers.Serializer[Any]):
    """A CSV file of people."""

    file = serializers.FileField(max_length=255, allow_empty_file=True)


class EnrollmentImportSerializer(serializers.Serializer[Any]):
    """An import: tried, then done."""

    uuid = serializers.UUIDField()
    course_slug = serializers.CharField()
    file_name = serializers.CharField()
    state = serializers.ChoiceField(choices=EnrollmentImport.State.choices)
    row_count = serializers.IntegerField()
    error_count = serializers.IntegerField()
    done_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class EnrollmentImportRowSerializer(serializers.Serializer[Any]):
    """A row of the file and what becomes of it."""

    line = serializers.IntegerField()
    person = serializers.CharField(allow_blank=True)
    display_name = serializers.CharField(allow_null=True)
    act = serializers.CharField(allow_blank=True)
    cohort = serializers.CharField(allow_blank=True)
    due = serializers.CharField(allow_blank=True)
    result = serializers.ChoiceField(choices=EnrollmentImportRow.Result.choices)
    code = serializers.CharField(allow_blank=True)
    column = serializers.CharField(allow_blank=True, help_text="Heading of the cell in question.")


def key_json(row: EnrollmentKey) -> dict[str, Any]:
    """The key as EnrollmentKeySerializer describes it; `cohort` must be selected."""
    names = ("id", "uuid", "kind", "label", "hint", "cohort_id", "valid_from", "valid_until", "max_uses")
    shown = {name: getattr(row, name) for name in (*names, "use_count", "created_at")}
    cohort_name = row.cohort.name if row.cohort else None
    return {**shown, "cohort_name": cohort_name, "state": state_of_key(row)}


def rule_json(row: EnrollmentRule, target_name: str | None) -> dict[str, Any]:
    """The rule as EnrollmentRuleSerializer describes it; `cohort` must be selected."""
    names = ("id", "kind", "target_id", "value", "cohort_id", "is_on", "withdraws", "due_days", "last_run_at")
    shown = {name: getattr(row, name) for name in names}
    return {
        **shown,
        "target_name": target_name,
        "cohort_name": row.cohort.name if row.cohort else None,
        "last_result": row.last_result or None,
    }


def import_json(row: EnrollmentImport) -> dict[str, Any]:
    """The import as EnrollmentImportSerializer describes it; `course` must be selected."""
    names = ("uuid", "file_name", "state", "row_count", "error_count", "done_count")
    shown = {name: getattr(row, name) for name in (*names, "created_at", "finished_at")}
    return {**shown, "course_slug": row.course.slug}


def import_row_json(row: EnrollmentImportRow) -> dict[str, Any]:
    """The row as EnrollmentImportRowSerializer describes it; `learner` must be selected."""
    return {
        "line": row.line_number,
        **{name: row.cells.get(name, "") for name in ("person", "act", "cohort", "due")},
        "display_name": row.learner.display_name if row.learner else None,
        "result": row.result,
        "code": row.code,
        "column": row.field_name,
    }
