"""Migrations made by this project can be applied."""

from django.db import models
from django.db.migrations.operations import AddConstraint, AddField
from django.db.migrations.state import ModelState, ProjectState

from edusync.kernel.migration_order import OrderedAutodetector


def seat(
    *fields: tuple[str, models.Field], constraints: tuple[models.UniqueConstraint, ...] = ()
) -> ProjectState:
    """A project of one table."""
    state = ProjectState()
    columns = [("id", models.BigAutoField(primary_key=True)), *fields]
    state.add_model(ModelState("sample", "Seat", columns, {"constraints": list(constraints)}))
    return state


def test_a_key_waits_for_the_generated_column_it_names() -> None:
    closed = ("closed", models.DateTimeField(null=True))
    flag = models.GeneratedField(
        expression=models.Case(
            models.When(closed__isnull=True, then=1), default=None, output_field=models.SmallIntegerField()
        ),
        output_field=models.SmallIntegerField(),
        db_persist=False,
    )
    key = models.UniqueConstraint(fields=["number", "is_open"], name="seat_open_uniq")
    number = ("number", models.IntegerField())
    before, after = seat(number), seat(number, closed, ("is_open", flag), constraints=(key,))
    changes = OrderedAutodetector(before, after)._detect_changes()
    names = [
        getattr(operation, "name", "key")
        for operation in changes["sample"][0].operations
        if isinstance(operation, AddField | AddConstraint)
    ]
    assert names == ["closed", "is_open", "key"]
