"""The database never removes rows by itself, and what a delete takes along is written down, key by key, on every engine.

`deletes.txt` is the list. Whoever adds a key that does not refuse the delete of its parent adds its line, and with that
says it on purpose: `DELETES_WRITE=1 pytest tests/sql_objects/test_foreign_keys.py -n0`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.registry import own_apps

LIST = Path(__file__).parent / "deletes.txt"
NOBODY = 987_654_321
# Facts of learning, money's future neighbors and proofs: nothing else's end may be theirs.
FACTS = (
    "audit_",
    "credentials_certificate",
    "enrollment_enrollment",
    "enrollment_enrollment_transition",
    "grading_attendance_",
    "grading_course_grade",
    "grading_grade",
    "grading_grade_event",
    "assessment_exam_",
    "assessment_quiz_answer",
    "assessment_quiz_attempt",
    "assessment_submission",
    "identity_role_assignment",
    "identity_user",
    "privacy_",
    "progress_",
)
# Parts of a fact that are no fact without it, and what a person set up for themselves.
PARTS = {
    "assessment_exam_config_key",
    "enrollment_enrollment_import_row",
    "identity_user_groups",
    "identity_user_profile",
    "identity_user_setting",
    "identity_user_user_permissions",
}
# Between apps a delete goes along only with what is somebody's own, or with an organization's settings.
BETWEEN_APPS = {
    "assessment_accommodation.group_id": "terms of a group",
    "assessment_comment_bank_entry.owner_id": "a marker's own phrases",
    "communication_outgoing_mail.user_id": "a mail to nobody",
    "courses_catalog_change.organization_id": "a number of the catalog's state",
    "courses_comment_mention.user_id": "a pointer to somebody",
    "courses_prerequisite_graph.organization_id": "a row to lock",
    "courses_saved_course.user_id": "a person's own list",
    "files_file_upload.uploaded_by_id": "an upload that never ended",
    "identity_user_groups.group_id": "Django's own table",
    "identity_user_user_permissions.permission_id": "Django's own table",
    "operations_feature_flag_rule.organization_id": "a setting of the organization",
}


def foreign_keys() -> Iterator[tuple[Any, Any]]:
    """Table and field of every key that the database holds."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.app_config.name not in own_apps():
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey) and field.db_constraint:
                yield model, field


def name_of(model: Any, field: Any) -> str:
    return f"{model._meta.db_table}.{field.column}"


def act_of(field: Any) -> str:
    return {
        models.PROTECT: "refused",
        models.RESTRICT: "refused",
        models.CASCADE: "taken along",
        models.SET_NULL: "emptied",
    }[field.remote_field.on_delete]


def live_rules(table: str) -> dict[str, tuple[str, str, str]]:
    """Column → (table it points to, rule of DELETE, rule of UPDATE), from the catalog."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'PRAGMA foreign_key_list("{table}")')
            return {
                column: (target, on_delete, on_update)
                for _, _, target, column, _, on_update, on_delete, _ in cursor.fetchall()
            }
        cursor.execute(
            "SELECT k.column_name, k.referenced_table_name, r.delete_rule, r.update_rule"
            " FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r"
            " ON r.constraint_schema = k.table_schema AND r.constraint_name = k.constraint_name"
            " AND r.table_name = k.table_name WHERE k.table_schema = DATABASE() AND k.table_name = %s",
            [table],
        )
        return {column: rest for column, *rest in ((row[0], *row[1:]) for row in cursor.fetchall())}


def test_what_a_delete_takes_along_is_written_down() -> None:
    lines = [
        f"{act_of(field)}: {name_of(model, field)} with {field.remote_field.model._meta.db_table}"
        for model, field in foreign_keys()
        if act_of(field) != "refused"
    ]
    if os.environ.get("DELETES_WRITE") == "1":
        LIST.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    assert sorted(lines) == LIST.read_text(encoding="utf-8").splitlines()


def test_no_fact_goes_with_something_else() -> None:
    lost = [
        name_of(model, field)
        for model, field in foreign_keys()
        if act_of(field) == "taken along"
        and model._meta.db_table not in PARTS
        and any(
            model._meta.db_table == fact or (fact.endswith("_") and model._meta.db_table.startswith(fact))
            for fact in FACTS
        )
    ]
    assert lost == []


def test_a_delete_goes_along_between_apps_only_where_it_is_said_why() -> None:
    found = {
        name_of(model, field)
        for model, field in foreign_keys()
        if act_of(field) == "taken along"
        and field.remote_field.model._meta.app_label != model._meta.app_label
    }
    assert found == set(BETWEEN_APPS)


@pytest.mark.django_db
@pytest.mark.owner("MariaDB shows the rules of keys to the owner alone")
def test_the_database_holds_every_key_and_lets_none_cascade() -> None:
    """A cascade of InnoDB fires no trigger: what goes along is deleted by statements of ours, which do."""
    wrong = []
    for model in {model for model, _ in foreign_keys()}:
        rules = live_rules(model._meta.db_table)
        for owner, field in foreign_keys():
            if owner is not model:
                continue
            target, *acts = rules.get(field.column, ("missing", "", ""))
            is_right = target == field.remote_field.model._meta.db_table
            if not is_right or not set(acts) <= {"NO ACTION", "RESTRICT"}:
                wrong.append((name_of(model, field), target, acts))
    assert wrong == []


@pytest.fixture
def enrolled(organization: Any, learner: Any) -> Any:
    """A course and somebody who takes it."""
    return make_enrollment(learner, make_course(modules=1, lessons=1))


def refused(sql: str, *values: Any) -> bool:
    """Whether the database refuses the statement for a key: at once, or on SQLite when the transaction would end."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, list(values))
            connection.check_constraints()
    except IntegrityError as error:
        return "foreign key" in str(error).lower()
    return False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("courses_course", "course_id"),
        ("identity_user", "learner_id"),
        ("identity_organization", "organization_id"),
    ],
)
def test_what_an_enrollment_stands_on_cannot_go(enrolled: Any, table: str, column: str) -> None:
    assert refused(f"DELETE FROM {table} WHERE id = %s", getattr(enrolled, column))
    assert type(enrolled).objects.filter(pk=enrolled.pk).exists()


@pytest.mark.django_db
def test_an_enrollment_in_no_course_and_a_grade_of_nobody_cannot_be_written(enrolled: Any) -> None:
    assert refused("UPDATE enrollment_enrollment SET learner_id = %s WHERE id = %s", NOBODY, enrolled.pk)
    assert refused(
        "UPDATE identity_user_profile SET user_id = %s WHERE user_id = %s", NOBODY, enrolled.learner_id
    )
