"""Anchors notice what a chain alone cannot tell."""

import threading

import pytest
from django.db import DatabaseError, connections, transaction

from edusync.audit import services, tasks
from edusync.audit.models import AuditAnchor, AuditChain, AuditEvent
from edusync.audit.services import recording
from edusync.audit.tests.test_chain import changes_triggers, record, without_guard
from edusync.kernel.sqlobjects import is_refused_by_trigger
from edusync.kernel.tenancy import organization_context


@pytest.fixture(autouse=True)
def own_file(settings, tmp_path):
    """The file of anchors, apart from that of other tests."""
    settings.DATA_DIR = tmp_path


def whats(faults):
    return [fault.what for fault in faults]


def test_every_chain_is_anchored_daily(organization, other_organization, django_capture_on_commit_callbacks):
    record(2)
    with organization_context(other_organization.pk):
        record(1)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.anchor()
        tasks.anchor()
    anchors = AuditAnchor.objects.filter(organization_id=organization.pk).order_by("id")
    assert [(anchor.length, anchor.is_intact, anchor.reason) for anchor in anchors] == [
        (2, True, "daily")
    ] * 2
    assert anchors[1].previous_stamp == anchors[0].stamp
    assert len(services.anchor_file().read_text().splitlines()) == 4
    assert services.all_faults() == []


def test_an_auditor_asks_for_a_check(api, admin, organization):
    from edusync.kernel.testing import run_worker

    client = api(admin)
    assert client.post("/api/v1/audit/chain").status_code == 202
    run_worker()
    anchors = client.get("/api/v1/audit/chain").json()["anchors"]
    assert [(anchor["reason"], anchor["is_intact"]) for anchor in anchors] == [("asked", True)]


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
def test_the_database_refuses_to_change_or_remove_anchors(organization):
    record()
    anchor = services.anchor_chain(organization_id=organization.pk)
    for act in (anchor.delete, lambda: AuditAnchor.objects.update(is_intact=False)):
        with pytest.raises(DatabaseError) as refusal, transaction.atomic():
            act()
        assert is_refused_by_trigger(refusal.value)


@changes_triggers
def test_history_rewritten_with_the_key_is_found_by_the_anchor(organization):
    """Even who knows the keys cannot replace events that an anchor saw."""
    record(3)
    services.anchor_chain(organization_id=organization.pk)
    without_guard("DELETE FROM audit_audit_event")
    AuditChain.objects.update(length=0, digest="", stamp="")
    record(3, forged=True)
    assert whats(services.chain_faults()) == ["is not the one that an anchor saw in its place"]


@changes_triggers
def test_a_removed_anchor_is_found_by_the_file(organization):
    record()
    services.anchor_chain(organization_id=organization.pk)
    without_guard("DELETE FROM audit_audit_anchor")
    (fault,) = services.all_faults()
    assert fault.what.startswith("lost the anchor of ")


@changes_triggers
def test_a_changed_anchor_is_found(organization):
    record()
    services.anchor_chain(organization_id=organization.pk)
    without_guard("UPDATE audit_audit_anchor SET length = 0")
    assert any("was not written by this site" in what for what in whats(services.all_faults()))


@changes_triggers
def test_an_anchor_removed_from_the_middle_is_found(organization):
    record()
    for _ in range(3):
        services.anchor_chain(organization_id=organization.pk)
    services.anchor_file().unlink()
    second = AuditAnchor.objects.order_by("id")[1]
    without_guard("DELETE FROM audit_audit_anchor WHERE id = %s", second.pk)
    assert any("one was removed or added" in what for what in whats(services.all_faults()))


@changes_triggers
def test_a_fault_is_kept_in_the_next_anchor(organization):
    record(2)
    event = AuditEvent.objects.order_by("id").first()
    without_guard("UPDATE audit_audit_event SET action = 'forged' WHERE id = %s", event.pk)
    anchor = services.anchor_chain(organization_id=organization.pk)
    assert not anchor.is_intact
    assert anchor.faults == [{"event_id": event.pk, "what": "was changed"}]


def test_heads_from_before_the_stamps_are_stamped_once(organization):
    record()
    AuditChain.objects.update(stamp="")
    assert recording.stamp_older_heads() == 1
    assert services.all_faults() == []
    services.anchor_chain(organization_id=organization.pk)
    AuditChain.objects.update(stamp="")
    assert recording.stamp_older_heads() == 0
    assert whats(services.chain_faults()) == ["has a head that this site did not write"]


@changes_triggers
def test_a_line_of_the_file_that_was_spoilt_is_named(organization):
    record()
    services.anchor_chain(organization_id=organization.pk)
    with services.anchor_file().open("ab") as file:
        file.write(b'{"organization_id": 1, "sta\n[]\n')
    assert [what for what in whats(services.all_faults()) if "cannot be read" in what] == [
        "line 2 of the file of anchors cannot be read",
        "line 3 of the file of anchors cannot be read",
    ]


def test_events_written_during_a_check_are_no_fault(organization, monkeypatch):
    """The check looks at the chain as it was when it began."""
    from edusync.audit.services import verification

    monkeypatch.setattr(verification, "BATCH", 2)
    record(3)
    state = verification.chain_state(organization.pk)
    record(2)
    assert list(verification.faults_of(state)) == []
    assert services.all_faults() == []
    assert services.anchor_chain(organization_id=organization.pk).length == 5


@changes_triggers
def test_a_chain_shortened_with_the_key_is_found_by_the_anchor(organization):
    record(3)
    services.anchor_chain(organization_id=organization.pk)
    without_guard("DELETE FROM audit_audit_event")
    AuditChain.objects.update(length=0, digest="", stamp="")
    record(1)
    assert "lost event number 3, which an anchor saw" in whats(services.chain_faults())


@pytest.mark.django_db(transaction=True)
def test_two_checks_at_once_follow_each_other(organization):
    record(3)
    start, failures = threading.Barrier(2), []

    def check():
        try:
            start.wait(timeout=30)
            services.anchor_chain(organization_id=organization.pk)
        except Exception as error:  # noqa: BLE001 - told by the test's own thread
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=check) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []
    assert services.all_faults() == []
    assert AuditAnchor.objects.count() == 2
