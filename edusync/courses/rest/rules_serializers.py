"""Shapes of rules, prerequisites and their picture."""

from typing import Any

from rest_framework import serializers

from edusync.courses.models import Lesson


class RuleWriteSerializer(serializers.Serializer[Any]):
    """A rule as authors send it; a tree without conditions takes the rule away."""

    tree = serializers.JSONField(help_text="Rule tree, see the explanation of availability.")
    is_hidden = serializers.BooleanField(default=False)


class RuleSerializer(serializers.Serializer[Any]):
    """A rule. `description` has what it asks for as reasons, as learners get them."""

    tree = serializers.JSONField()
    is_hidden = serializers.BooleanField()
    row_version = serializers.IntegerField()
    description = serializers.ListField(child=serializers.DictField())


class RuleLessonSerializer(serializers.Serializer[Any]):
    """A lesson with its rules."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Lesson.Kind.choices)
    is_required = serializers.BooleanField()
    is_published = serializers.BooleanField()
    completion = serializers.ChoiceField(choices=Lesson.Completion.choices)
    completion_value = serializers.IntegerField()
    rule = RuleSerializer(allow_null=True)


class RuleModuleSerializer(serializers.Serializer[Any]):
    """A module with its rule and lessons."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    is_published = serializers.BooleanField()
    rule = RuleSerializer(allow_null=True)
    lessons = RuleLessonSerializer(many=True)


class PrerequisiteCourseSerializer(serializers.Serializer[Any]):
    """A course that comes first, or needs another."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()


class PrerequisiteSerializer(serializers.Serializer[Any]):
    """What comes before a course, with the reader's own state."""

    course = PrerequisiteCourseSerializer()
    minimum_percent = serializers.IntegerField()
    own_percent = serializers.IntegerField(allow_null=True)
    minimum_grade = serializers.FloatField(
        allow_null=True, help_text="In percent of the posted marks; null: none is asked for."
    )
    own_grade = serializers.IntegerField(
        allow_null=True,
        help_text="What the reader's posted marks come to, rounded down; only where it is asked for.",
    )
    is_met = serializers.BooleanField()


class PrerequisitesSerializer(serializers.Serializer[Any]):
    """All that comes before a course. `is_open`: nothing of it is missing."""

    prerequisites = PrerequisiteSerializer(many=True)
    is_open = serializers.BooleanField()


class PrerequisiteWriteSerializer(serializers.Serializer[Any]):
    """One course that shall come first."""

    course_id = serializers.IntegerField(min_value=1)
    minimum_percent = serializers.IntegerField(min_value=1, max_value=100, default=100)
    minimum_grade = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, default=None)


class PrerequisitesWriteSerializer(serializers.Serializer[Any]):
    """Exactly the courses that shall come first."""

    prerequisites = PrerequisiteWriteSerializer(many=True)


class RuleWarningSerializer(serializers.Serializer[Any]):
    """What is doubtful about the rules; the members depend on the code."""

    code = serializers.ChoiceField(choices=["rule-reference-gone", "rule-deadlock"])


class CourseRulesSerializer(serializers.Serializer[Any]):
    """All rules of a course for its authors."""

    modules = RuleModuleSerializer(many=True)
    completion_percent = serializers.IntegerField()
    warnings = serializers.ListField(child=serializers.DictField())
    prerequisites = PrerequisiteSerializer(many=True)


class DripSerializer(serializers.Serializer[Any]):
    """Modules open one after the other."""

    every_days = serializers.IntegerField(min_value=0, max_value=365)
    first_days = serializers.IntegerField(min_value=0, max_value=365, default=0)
    starts_at = serializers.DateTimeField(
        allow_null=True,
        default=None,
        help_text="For all learners from here; null counts from each enrollment.",
    )


class CompletionPercentSerializer(serializers.Serializer[Any]):
    """At which share of its required weight the course counts as completed."""

    percent = serializers.IntegerField(min_value=1, max_value=100)


class GraphNodeSerializer(PrerequisiteCourseSerializer):
    """A course in the picture."""

    status = serializers.CharField()


class GraphEdgeSerializer(serializers.Serializer[Any]):
    """An arrow from the course that comes first to the one that needs it."""

    to = serializers.IntegerField()
    percent = serializers.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        """With `from`, which Python cannot name."""
        return {"from": serializers.IntegerField(), **super().get_fields()}


class PrerequisiteGraphSerializer(serializers.Serializer[Any]):
    """Courses and the arrows between them."""

    nodes = GraphNodeSerializer(many=True)
    edges = GraphEdgeSerializer(many=True)


class RuleGroupSerializer(serializers.Serializer[Any]):
    """A group that a rule may name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class RuleGroupsSerializer(serializers.Serializer[Any]):
    """Groups that a rule may name."""

    results = RuleGroupSerializer(many=True)
