"""Columns by course and kind, cells by column and learner, are found by index."""

import pytest
from django.db import connection

from edusync.grading.models import Grade, GradeItem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (GradeItem, ["course_id", "source_kind"]),
        (Grade, ["item_id", "enrollment_id"]),
        (Grade, ["enrollment_id", "item_id"]),
    ],
)
def test_an_index_begins_with_these_columns(table, columns):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table._meta.db_table)
    indexed = [one["columns"] for one in found.values() if one["index"] or one["unique"]]
    assert any(one[: len(columns)] == columns for one in indexed), indexed
