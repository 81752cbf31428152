"""Assignments by course and due date, submissions by assignment and learner, and by learner and state, are found by index."""

import pytest
from django.db import connection

from edusync.assessment.models import Assignment, Fingerprint, RubricScore, Submission

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (Assignment, ["course_id", "due_at"]),
        (Submission, ["assignment_id", "enrollment_id"]),
        (Submission, ["enrollment_id", "state"]),
        (Fingerprint, ["organization_id", "hash", "text_id"]),
        (RubricScore, ["assessment_id", "criterion_id"]),
    ],
)
def test_an_index_begins_with_these_columns(table, columns):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table._meta.db_table)
    indexed = [one["columns"] for one in found.values() if one["index"] or one["unique"]]
    assert any(one[: len(columns)] == columns for one in indexed), indexed
