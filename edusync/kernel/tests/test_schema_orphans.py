"""Rows that point to rows that are gone are found, kept and shown."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from edusync.kernel import clock
from edusync.kernel.models import LiveMessage, OrphanCheck
from edusync.kernel.schema import references
from edusync.kernel.schema.references import LooseReference, check_orphans, loose_references, orphans_of
from edusync.kernel.tasks import periodic_jobs

NOBODY = 987_654_321


def message(organization, user_id):
    return LiveMessage.objects.create(
        organization_id=organization.pk, user_id=user_id, kind="test", created_at=clock.now()
    )


def test_every_pointer_without_a_foreign_key_is_declared():
    assert list(references.undeclared_columns()) == []


def test_declared_pointers_exist():
    for reference in loose_references():
        source = apps.get_model(reference.label)
        assert apps.get_model(reference.target)
        for column in (reference.column, *(name for name, _ in reference.only)):
            assert column in {field.column for field in source._meta.concrete_fields}, reference.name


def test_a_pointer_to_a_row_that_is_gone_is_found_and_others_are_not(organization, learner):
    message(organization, learner.pk)
    lost = message(organization, NOBODY)
    found = {item.reference: item for item in check_orphans()}
    orphans = found["kernel_live_message.user_id → identity_user"]
    assert (orphans.count, orphans.examples) == (1, [lost.pk])
    assert [name for name, item in found.items() if item.count] == [orphans.reference]
    # One for each declared pointer; SQLite's own check of keys adds a row only where it finds something.
    assert len(found) == len(loose_references())


def test_empty_pointers_and_those_of_another_kind_are_no_orphans(organization, learner):
    model = apps.get_model("identity.RoleAssignment")
    row = model.objects.filter(user=learner).first()
    course = LooseReference(
        "identity.RoleAssignment", "scope_id", "courses.Course", only=(("scope", "course"),)
    )
    assert orphans_of(course).count == 0
    model.objects.filter(pk=row.pk).update(scope="course", scope_id=NOBODY)
    assert orphans_of(course).examples == [row.pk]
    model.objects.filter(pk=row.pk).update(scope_id=0)
    assert orphans_of(course).count == 1
    zero = LooseReference("identity.RoleAssignment", "scope_id", "courses.Course", zero_means_none=True)
    assert orphans_of(zero).count == 0


def test_the_command_tells_orphans_and_what_was_found_last(organization):
    output = StringIO()
    call_command("schema", "orphans", stdout=output)
    assert "kernel_live_message.user_id → identity_user: 0" in output.getvalue()
    lost = message(organization, NOBODY)
    key = lost.pk
    with pytest.raises(CommandError, match="1 rows point nowhere"):
        call_command("schema", "orphans", stdout=StringIO())
    lost.delete()
    # The last result stands until somebody looks again.
    last = StringIO()
    with pytest.raises(CommandError):
        call_command("schema", "orphans", "--last", "--json", stdout=last)
    (row,) = [row for row in json.loads(last.getvalue()) if row["orphans"]]
    assert row["examples"] == [key]
    call_command("schema", "orphans", stdout=StringIO())


def test_the_nightly_job_keeps_what_it_finds_and_forgets_pointers_that_are_gone(organization):
    OrphanCheck.objects.create(reference="old.column → nowhere", orphans=3, checked_at=clock.now())
    message(organization, NOBODY)
    job = periodic_jobs()["kernel.orphans"]
    assert job.every_seconds == 24 * 3600
    job.run()
    assert not OrphanCheck.objects.filter(reference__startswith="old").exists()
    assert OrphanCheck.objects.filter(orphans__gt=0).count() == 1


def test_broken_foreign_keys_of_sqlite_are_found(organization):
    """The servers never let such a row in; SQLite does where the pragma was off, here until the transaction ends.

    The key of this column is followed by an empty one: MySQL 9.7 refuses the row only with InnoDB's own foreign keys.
    """
    model = apps.get_model("privacy.LegalHold")
    assert references.broken_foreign_keys() == []
    try:
        with transaction.atomic():
            row = model.objects.create(user_id=NOBODY, reason="test")
    except IntegrityError:
        assert connection.vendor == "mysql"
        return
    (found,) = references.broken_foreign_keys()
    assert found.reference == "privacy_legal_hold → identity_user"
    assert found.examples == [row.pk]
    row.delete()
