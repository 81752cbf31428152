"""Shapes of the gradebook in the API."""

from typing import Any

from rest_framework import serializers

from edusync.grading.models import Gradebook, GradeItem

STATES = ("none", "needs_marking", "graded", "missing", "excused")
PERCENT: dict[str, Any] = {"max_digits": 7, "decimal_places": 4, "min_value": 0, "max_value": 100}
WEIGHT: dict[str, Any] = {"max_digits": 7, "decimal_places": 3, "min_value": 0}
POINTS: dict[str, Any] = {"max_digits": 9, "decimal_places": 3, "min_value": 0, "max_value": 100_000}
Base = serializers.Serializer[Any]


class GradeItemSerializer(Base):
    """A column of the book."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    source_kind = serializers.ChoiceField(choices=GradeItem.Source.choices)
    lesson_id = serializers.IntegerField(allow_null=True)
    category_id = serializers.IntegerField(allow_null=True)
    max_points = serializers.FloatField()
    weight = serializers.FloatField()
    due_at = serializers.DateTimeField(allow_null=True)
    is_visible = serializers.BooleanField()
    is_posted = serializers.BooleanField()
    is_shown = serializers.BooleanField(
        help_text="Learners see its marks: posted, visible, lesson published."
    )
    is_extra_credit = serializers.BooleanField()
    attempt_choice = serializers.ChoiceField(choices=GradeItem.Choice.choices)
    curve = serializers.ChoiceField(choices=GradeItem.Curve.choices)
    curve_value = serializers.FloatField()
    row_version = serializers.IntegerField()


class GradeCategorySerializer(Base):
    """A share of the course grade."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    weight = serializers.FloatField()
    drop_lowest = serializers.IntegerField()
    drop_highest = serializers.IntegerField()


class GradeBandSerializer(Base):
    """A letter from a percentage on."""

    letter = serializers.CharField(max_length=20)
    min_percent = serializers.DecimalField(**PERCENT, coerce_to_string=False)


class GradingSchemeSerializer(Base):
    """Letters of the organization."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    pass_percent = serializers.FloatField()
    row_version = serializers.IntegerField()
    bands = GradeBandSerializer(many=True)


class GradebookSerializer(Base):
    """The head of a course's book: columns and rules. `row_version` 0: the rules were never written."""

    course_title = serializers.CharField()
    row_version = serializers.IntegerField()
    aggregation = serializers.ChoiceField(choices=Gradebook.Aggregation.choices)
    missing = serializers.ChoiceField(choices=Gradebook.Missing.choices)
    scheme = GradingSchemeSerializer(allow_null=True)
    regrade_until = serializers.DateTimeField(allow_null=True)
    open_regrades = serializers.IntegerField(help_text="Requests for a second look that wait for an answer.")
    categories = GradeCategorySerializer(many=True)
    items = GradeItemSerializer(many=True)  # type: ignore[assignment]
    learner_count = serializers.IntegerField()
    actions = serializers.ListField(child=serializers.CharField())


class GradeCategoryWriteSerializer(Base):
    """A category as it shall be; without `id` a new one."""

    id = serializers.IntegerField(required=False, allow_null=True)
    name = serializers.CharField(max_length=120)
    weight = serializers.DecimalField(**WEIGHT)
    drop_lowest = serializers.IntegerField(min_value=0, max_value=100, default=0)
    drop_highest = serializers.IntegerField(min_value=0, max_value=100, default=0)


class GradebookRulesSerializer(Base):
    """The rules of a book, all of them."""

    row_version = serializers.IntegerField(min_value=0)
    aggregation = serializers.ChoiceField(choices=Gradebook.Aggregation.choices)
    missing = serializers.ChoiceField(choices=Gradebook.Missing.choices)
    scheme_id = serializers.IntegerField(allow_null=True)
    regrade_until = serializers.DateTimeField(
        allow_null=True, required=False, help_text="Until when learners may ask for a second look."
    )
    categories = serializers.ListField(child=GradeCategoryWriteSerializer(), max_length=50)


class GradeItemWriteSerializer(Base):
    """A column of the book's own."""

    title = serializers.CharField(max_length=200)
    max_points = serializers.DecimalField(max_digits=9, decimal_places=3, min_value=1, max_value=100_000)
    weight = serializers.DecimalField(**WEIGHT, required=False)
    category_id = serializers.IntegerField(required=False, allow_null=True)
    due_at = serializers.DateTimeField(required=False, allow_null=True)
    is_extra_credit = serializers.BooleanField(required=False)


class GradeItemPatchSerializer(Base):
    """What of a column changes."""

    row_version = serializers.IntegerField()
    title = serializers.CharField(max_length=200, required=False)
    max_points = serializers.DecimalField(
        max_digits=9, decimal_places=3, min_value=1, max_value=100_000, required=False
    )
    weight = serializers.DecimalField(**WEIGHT, required=False)
    category_id = serializers.IntegerField(required=False, allow_null=True)
    due_at = serializers.DateTimeField(required=False, allow_null=True)
    is_extra_credit = serializers.BooleanField(required=False)
    is_visible = serializers.BooleanField(required=False)
    is_posted = serializers.BooleanField(required=False)
    attempt_choice = serializers.ChoiceField(choices=GradeItem.Choice.choices, required=False)
    curve = serializers.ChoiceField(choices=GradeItem.Curve.choices, required=False)
    curve_value = serializers.DecimalField(**WEIGHT, required=False)
    position = serializers.IntegerField(min_value=0, max_value=10_000, required=False)


class GradebookRowSerializer(Base):
    """A learner's row. Each cell is `[item_id, points, max_points, state, version, is_override]`."""

    enrollment_id = serializers.IntegerField()
    learner_id = serializers.IntegerField()
    name = serializers.CharField()
    current = serializers.FloatField(allow_null=True)
    final = serializers.FloatField(allow_null=True)
    letter = serializers.CharField()
    cells = serializers.ListField(child=serializers.ListField())


class GradebookRowsSerializer(Base):
    """A window of the book."""

    count = serializers.IntegerField()
    rows = GradebookRowSerializer(many=True)


class GradeChangeSerializer(Base):
    """What becomes of a cell. `version` is the one seen, 0 for an empty cell."""

    enrollment_id = serializers.IntegerField()
    item_id = serializers.IntegerField()
    act = serializers.ChoiceField(choices=("set", "excuse", "missing", "clear"), default="set")
    points = serializers.DecimalField(**POINTS, required=False, allow_null=True, default=None)
    version = serializers.IntegerField(min_value=0)
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)


class GradeChangesSerializer(Base):
    """Changes that are all made, or none."""

    changes = serializers.ListField(child=GradeChangeSerializer(), min_length=1, max_length=2000)


class GradesChangedSerializer(Base):
    """What the changed rows are now, and the name of the act for undoing it."""

    batch = serializers.UUIDField()
    rows = GradebookRowSerializer(many=True)


class GradeFillSerializer(Base):
    """An act on a whole column: the cells without a mark, or all."""

    act = serializers.ChoiceField(choices=("set", "excuse", "missing", "clear"))
    points = serializers.DecimalField(**POINTS, required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)
    is_all = serializers.BooleanField(default=False)


class GradesFilledSerializer(Base):
    """How many cells an act changed."""

    batch = serializers.UUIDField()
    count = serializers.IntegerField()


class GradeUndoSerializer(Base):
    """An act to undo."""

    batch = serializers.UUIDField()


class GradesUndoneSerializer(Base):
    """Cells put back, and cells that had moved on and stay."""

    undone = serializers.IntegerField()
    kept = serializers.IntegerField()


class GradeEventSerializer(Base):
    """One change of a cell."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    points_before = serializers.FloatField(allow_null=True)
    points_after = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    state_before = serializers.CharField()
    state_after = serializers.CharField()
    is_override = serializers.BooleanField()


class GradedWorkPartSerializer(Base):
    """Points of one answer."""

    position = serializers.IntegerField()
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()


class MarkByReviewsSerializer(Base):
    """A mark that reviews by learners made: (1 − s) · others + s · own, with s = `own_percent` / 100, before what is late."""

    points = serializers.FloatField()
    count = serializers.IntegerField(help_text="Reviews by others that count.")
    others_points = serializers.FloatField(
        allow_null=True, help_text="What others say, each with their weight."
    )
    own_points = serializers.FloatField(allow_null=True, help_text="What the author says, where that counts.")
    own_percent = serializers.IntegerField()


class GradedWorkSerializer(Base):
    """A try or a submission."""

    number = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    parts = GradedWorkPartSerializer(many=True)
    reviews = MarkByReviewsSerializer(allow_null=True)


class GradeCellSerializer(Base):
    """Everything about one cell: its history, the newest first, and what it was earned with."""

    history = GradeEventSerializer(many=True)
    works = GradedWorkSerializer(many=True)


class ExplainedEntrySerializer(Base):
    """A cell in the formula. `counts_percent` is its part of the course."""

    item_id = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.CharField()
    lesson_id = serializers.IntegerField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    state = serializers.ChoiceField(choices=STATES)
    percent = serializers.FloatField(allow_null=True)
    curve = serializers.ChoiceField(choices=GradeItem.Curve.choices)
    curve_value = serializers.FloatField()
    is_extra_credit = serializers.BooleanField()
    is_dropped = serializers.BooleanField()
    is_override = serializers.BooleanField()
    reason = serializers.CharField()
    counts_percent = serializers.FloatField(allow_null=True)


class ExplainedCategorySerializer(Base):
    """A category in the formula."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    weight = serializers.FloatField()
    percent = serializers.FloatField(allow_null=True)
    counts_percent = serializers.FloatField(allow_null=True)
    drop_lowest = serializers.IntegerField()
    drop_highest = serializers.IntegerField()
    entries = ExplainedEntrySerializer(many=True)


class ExplainedGradeSerializer(Base):
    """The formula tree of a course grade."""

    mode = serializers.ChoiceField(choices=("current", "final"))
    percent = serializers.FloatField(allow_null=True)
    letter = serializers.CharField()
    aggregation = serializers.CharField()
    missing = serializers.CharField()
    has_categories = serializers.BooleanField()
    categories = ExplainedCategorySerializer(many=True)
    uncounted = serializers.ListField(child=serializers.CharField())


class GradeWhatIfMarkSerializer(Base):
    """Points one might get."""

    item_id = serializers.IntegerField()
    points = serializers.DecimalField(**POINTS)


class GradeWhatIfSerializer(Base):
    """Points that one might get; nothing is stored."""

    marks = serializers.ListField(child=GradeWhatIfMarkSerializer(), max_length=500)


class OwnCourseGradeSerializer(Base):
    """What the posted marks of a course come to."""

    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    percent = serializers.FloatField(allow_null=True)
    letter = serializers.CharField()


class GradingSchemeWriteSerializer(Base):
    """A scheme as it shall be; `row_version` is the one seen, 0 for a new one."""

    name = serializers.CharField(max_length=120)
    pass_percent = serializers.DecimalField(**PERCENT)
    row_version = serializers.IntegerField(min_value=0, default=0)
    bands = serializers.ListField(child=GradeBandSerializer(), min_length=1, max_length=50)
