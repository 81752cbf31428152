"""Indexes that lists and jobs rely on stand in the database, with these columns in this order."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

INDEXES = {
    "enrollment_enrollment": [
        ["learner_id", "status", "last_access_at"],
        ["course_id", "status", "id"],
        ["course_id", "status", "last_access_at"],
        ["status", "approval_requested_at"],
        ["status", "expires_at"],
        ["cohort_id", "status"],
    ],
    "enrollment_waitlist_entry": [["course_id", "state", "priority", "joined_at"]],
    "enrollment_waitlist_offer": [["answer", "expires_at"], ["course_id", "answer"]],
    "progress_lesson_progress": [["lesson_id", "state"], ["enrollment_id", "state", "completed_at"]],
    "progress_module_progress": [["enrollment_id", "completed_at"]],
    "progress_learning_session": [
        ["enrollment_id", "started_at", "device_type"],
        ["lesson_id", "started_at"],
        ["ended_at", "last_seen_at"],
    ],
}


@pytest.mark.parametrize("table", INDEXES)
def test_the_columns_of_every_list_are_indexed_in_order(table):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    standing = [facts["columns"] for facts in found.values() if facts["index"]]
    assert [columns for columns in INDEXES[table] if columns not in standing] == []
