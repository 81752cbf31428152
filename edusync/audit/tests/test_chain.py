import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from edusync.audit.models import AuditChain, AuditEvent
from edusync.audit.services import chain_faults
from edusync.kernel import audit
from edusync.kernel.sqlobjects import is_refused_by_trigger
from edusync.kernel.tenancy import organization_context


# MySQL commits at every CREATE and DROP, so these tests cannot be rolled back.
def changes_triggers(test):
    return pytest.mark.owner("takes guards off")(pytest.mark.django_db(transaction=True)(test))


def record(count=1, **facts):
    for number in range(count):
        audit.record("tests.thing.done", actor=None, target=("thing", number), facts=facts)


def without_guard(sql, *parameters):
    """Change the log as somebody would who may drop triggers; the guard comes back afterwards."""
    from edusync.kernel import sqlobjects

    files = {file.name: file for file in sqlobjects.files_of("edusync.audit", connection.vendor)}
    with connection.cursor() as cursor:
        for name in files:
            sqlobjects.drop_object(connection, "trigger", name)
        cursor.execute(sql, parameters)
    for file in files.values():
        sqlobjects.install_object(connection, file)


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_audit_event SET action = 'x'", "DELETE FROM audit_audit_event"],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_or_remove_events(organization, sql):
    record()
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert is_refused_by_trigger(refusal.value)
    assert AuditEvent.objects.get().action == "tests.thing.done"


def test_replacing_a_row_is_refused_too(organization):
    record()
    row = AuditEvent.objects.get()
    row.action = "forged"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    assert AuditEvent.objects.get().action == "tests.thing.done"


def test_an_untouched_log_holds(organization, other_organization, capsys):
    record(3, name="வணக்கம்", nested={"z": 1, "a": [1.5, None, True]})
    with organization_context(other_organization.pk):
        record(2)
    assert chain_faults() == []
    call_command("verify_audit")
    assert "holds: 5 events" in capsys.readouterr().out


def test_each_organization_has_its_own_chain(organization, other_organization):
    record(2)
    with organization_context(other_organization.pk):
        record()
    firsts = AuditEvent.objects.filter(previous_digest="")
    assert set(firsts.values_list("organization_id", flat=True)) == {organization.pk, other_organization.pk}
    assert AuditChain.objects.get(pk=organization.pk).length == 2


@changes_triggers
def test_a_changed_event_is_found(organization):
    record(3)
    second = AuditEvent.objects.order_by("id")[1]
    without_guard("UPDATE audit_audit_event SET action = 'forged' WHERE id = %s", second.pk)
    assert [(fault.event_id, fault.what) for fault in chain_faults()] == [(second.pk, "was changed")]
    with pytest.raises(CommandError):
        call_command("verify_audit")


@changes_triggers
def test_a_removed_event_is_found(organization):
    record(3)
    _first, second, third = AuditEvent.objects.order_by("id")
    without_guard("DELETE FROM audit_audit_event WHERE id = %s", second.pk)
    assert [fault.event_id for fault in chain_faults()] == [third.pk, None]


@changes_triggers
def test_a_cut_end_is_found(organization):
    record(3)
    last = AuditEvent.objects.order_by("id").last()
    without_guard("DELETE FROM audit_audit_event WHERE id = %s", last.pk)
    (fault,) = chain_faults()
    assert "cut off" in fault.what


@changes_triggers
def test_an_inserted_event_is_found(organization):
    record(2)
    first = AuditEvent.objects.order_by("id").first()
    columns = "organization_id, actor_label, action, target_type, target_id, facts, kind, credential, address, agent, request_id, created_at, previous_digest"
    without_guard(
        f"INSERT INTO audit_audit_event ({columns}, digest)"
        f" SELECT {columns}, %s FROM audit_audit_event WHERE id = %s",
        "0" * 64,
        first.pk,
    )
    assert {fault.what for fault in chain_faults()} >= {"was changed"}


@changes_triggers
def test_a_log_that_was_made_consistent_again_is_found_by_its_head(organization):
    """Somebody who has the database alone cuts the end off and corrects the head: the stamp is missing."""
    record(3)
    _first, second, third = AuditEvent.objects.order_by("id")
    without_guard("DELETE FROM audit_audit_event WHERE id = %s", third.pk)
    AuditChain.objects.update(length=2, digest=second.digest)
    (fault,) = chain_faults()
    assert fault.what == "has a head that this site did not write"


@changes_triggers
def test_an_emptied_log_is_found(organization):
    record(3)
    empty = "DELETE FROM audit_audit_event" if connection.vendor == "sqlite" else "TRUNCATE audit_audit_event"
    without_guard(empty)
    (fault,) = chain_faults()
    assert "cut off" in fault.what


@changes_triggers
def test_a_replaced_event_is_found(organization):
    record(2)
    columns = [field.column for field in AuditEvent._meta.concrete_fields]
    given = ", ".join("'forged'" if name == "action" else name for name in columns)
    replace = f"REPLACE INTO audit_audit_event ({', '.join(columns)}) SELECT {given} FROM audit_audit_event"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace)
    without_guard(replace)
    assert {fault.what for fault in chain_faults()} == {"was changed"}


def test_an_act_that_is_undone_leaves_no_event(organization):
    record()
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == 1
    record()
    assert chain_faults() == []


@pytest.mark.django_db(transaction=True)
def test_events_at_the_same_time_follow_each_other(organization):
    failures = []
    start = threading.Barrier(4)

    def work():
        try:
            start.wait(timeout=30)
            with organization_context(organization.pk):
                for _ in range(5):
                    with transaction.atomic():
                        record()
        except Exception as error:  # noqa: BLE001 - told by the test's own thread
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []
    assert AuditEvent.objects.count() == 20
    assert chain_faults() == []
