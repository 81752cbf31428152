"""SQL objects follow their files."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction

from edusync.kernel import sqlobjects
from edusync.kernel.management.commands import flush
from edusync.kernel.sqlobjects import ObjectFile

VIEW = "CREATE VIEW kitchen_view AS SELECT name, '100%' AS share FROM kernel_scheduledjob"
# Procedures drop partitions of tables; nothing drops an object, `install` does that.
DROPS_OBJECT = re.compile(r"\bDROP\s+(?!PARTITION\b)\w+", re.IGNORECASE)
TRIGGERS = {
    "sqlite": "CREATE TRIGGER kitchen_guard BEFORE DELETE ON kernel_scheduledjob"
    " BEGIN SELECT RAISE(ABORT, 'no 100% deletes'); END",
    "mysql": "CREATE TRIGGER kitchen_guard BEFORE DELETE ON kernel_scheduledjob FOR EACH ROW"
    " BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no 100% deletes'; END",
}


def installs(test):
    return pytest.mark.owner("makes and drops objects")(pytest.mark.django_db(transaction=True)(test))


@pytest.fixture
def files(monkeypatch):
    """The project's own objects, a view and a trigger besides. What the test leaves behind is removed."""
    own = sqlobjects.object_files(connection.vendor)
    extra = [
        ObjectFile("kernel", "kitchen_view", "view", VIEW),
        ObjectFile("kernel", "kitchen_guard", "trigger", TRIGGERS[connection.vendor]),
    ]
    monkeypatch.setattr(sqlobjects, "object_files", lambda vendor: own + extra)
    yield extra
    extra.clear()
    sqlobjects.install()


def test_both_vendors_have_the_same_triggers_and_views():
    assert sqlobjects.vendor_differences() == []


def test_files_hold_one_statement_without_drop_or_delimiter():
    for vendor in ("sqlite", "mysql"):
        for file in sqlobjects.object_files(vendor):
            words = file.statement.upper().split()
            assert not DROPS_OBJECT.search(file.statement), file
            assert "DELIMITER" not in words, file
            assert file.name.lower() in file.statement.lower(), file


@pytest.mark.django_db
def test_the_test_database_has_every_object():
    assert sqlobjects.drift() == []


@installs
def test_what_is_new_is_installed_and_what_lost_its_file_is_dropped(files):
    assert set(sqlobjects.install()) == {"kitchen_view", "kitchen_guard"}
    assert sqlobjects.install() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM kitchen_view")
    files.pop(0)
    assert sqlobjects.install() == ["kitchen_view"]
    assert ("view", "kitchen_view") not in sqlobjects.catalog(connection)


@installs
def test_a_changed_text_is_installed_again(files):
    sqlobjects.install()
    files[0] = ObjectFile("kernel", "kitchen_view", "view", VIEW.replace("100%", "50%"))
    assert sqlobjects.drift() == ["view kitchen_view is not of the present text"]
    assert sqlobjects.install() == ["kitchen_view"]
    assert sqlobjects.drift() == []


@installs
def test_a_lost_object_is_told_and_installed_again(files):
    sqlobjects.install()
    sqlobjects.drop_object(connection, "trigger", "kitchen_guard")
    assert sqlobjects.drift() == ["trigger kitchen_guard is missing"]
    with pytest.raises(CommandError, match="kitchen_guard is missing"):
        call_command("sqlobjects", "--check")
    call_command("sqlobjects", verbosity=0)
    call_command("sqlobjects", "--check")


@installs
def test_a_refusal_by_a_trigger_is_told_from_other_errors(files):
    from edusync.kernel.models import ScheduledJob

    sqlobjects.install()
    job = ScheduledJob.objects.create(name="tea", next_run_at="2026-01-01T00:00:00Z")
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        job.delete()
    assert sqlobjects.is_refused_by_trigger(refused.value)
    with pytest.raises(DatabaseError) as other, transaction.atomic():
        ScheduledJob.objects.create(name="tea", next_run_at="2026-01-01T00:00:00Z")
    assert not sqlobjects.is_refused_by_trigger(other.value)


@installs
def test_migrate_installs_what_it_had_to_drop():
    sqlobjects.drop_all()
    assert sqlobjects.object_files(connection.vendor)
    assert sqlobjects.drift()
    call_command("migrate", verbosity=0, run_syncdb=True)
    assert sqlobjects.drift() == []


@installs
@pytest.mark.parametrize("reset_sequences", [True, False])
def test_flush_removes_guarded_rows_and_leaves_the_guards(files, reset_sequences):
    from edusync.kernel.models import ScheduledJob

    sqlobjects.install()
    ScheduledJob.objects.create(name="tea", next_run_at="2026-01-01T00:00:00Z")
    call_command("flush", verbosity=0, interactive=False, reset_sequences=reset_sequences)
    assert not ScheduledJob.objects.filter(name="tea").exists()
    assert sqlobjects.drift() == []
    job = ScheduledJob.objects.create(name="tea", next_run_at="2026-01-01T00:00:00Z")
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        job.delete()
    assert sqlobjects.is_refused_by_trigger(refused.value)


@installs
def test_flush_leaves_no_row_but_what_says_which_code_is_installed(make_person):
    """The audit log and the roles of a person are such rows; the organization and its roles come again by the signal."""
    person = make_person("ada", roles=("admin",))
    kept = {model: model._base_manager.count() for model in flush.KEPT}
    assert all(kept.values())
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
    assert not type(person)._base_manager.exists()
    assert flush.tables_with_rows(connection) == []
    assert kept == {model: model._base_manager.count() for model in flush.KEPT}


@installs
def test_a_flush_brings_back_what_no_site_is_without_and_a_migration_still_makes_permissions():
    call_command("flush", verbosity=0, interactive=False)
    organization = apps.get_model("identity", "Organization")
    assert organization.objects.filter(is_default=True).exists()
    permissions = apps.get_model("auth", "Permission").objects
    gone = permissions.filter(codename="add_organization").delete()[0]
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_types.filter(app_label="kernel", model="sqlobject").delete()
    emit_post_migrate_signal(0, False, "default")
    assert gone == permissions.filter(codename="add_organization").count() == 1
    assert content_types.filter(app_label="kernel", model="sqlobject").exists()


@installs
@pytest.mark.parametrize(("answer", "is_gone"), [("no", False), ("yes", True)])
def test_a_person_is_asked_before_a_flush(make_person, monkeypatch, answer, is_gone):
    person = make_person("ada")
    monkeypatch.setattr("builtins.input", lambda question: answer)
    call_command("flush", verbosity=0, interactive=True)
    assert type(person)._base_manager.filter(pk=person.pk).exists() is not is_gone


def test_a_table_of_a_trigger_on_deletion_is_read_from_its_text():
    for vendor in sqlobjects.KINDS_OF_VENDOR:
        fired = {
            file.name: file.table_of_deletion
            for file in sqlobjects.object_files(vendor)
            if re.search(r"\bDELETE\s+ON\b", file.statement, re.IGNORECASE)
        }
        assert fired["audit_event_no_delete"] == "audit_audit_event"
        tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        assert set(fired.values()) <= tables


@installs
def test_a_broken_file_is_named(files):
    files[0] = ObjectFile("kitchen", "kitchen_view", "view", "CREATE VIEW kitchen_view AS SELEKT 1")
    with pytest.raises(DatabaseError) as caught:
        sqlobjects.install()
    assert caught.value.__notes__ == ["kitchen/sql: kitchen_view.view"]


@pytest.fixture
def kept_file():
    """The file in which a MariaDB server of this machine keeps the triggers of a table."""
    if connection.vendor != "mysql" or not connection.mysql_is_mariadb:
        pytest.skip("only MariaDB keeps triggers in files of their own")
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@datadir, DATABASE()")
        data, database = cursor.fetchone()
    file = Path(data) / database / "kernel_scheduledjob.TRG"
    if not file.parent.is_dir():
        pytest.skip("the server is on another machine")
    return file


@pytest.fixture
def lost_text(files, kept_file):
    """A row of a table with two triggers that change nothing; of one the server keeps no text any more."""
    from edusync.kernel.models import ScheduledJob

    start = "CREATE TRIGGER kitchen_{} {} UPDATE ON kernel_scheduledjob FOR EACH ROW SET @tea = 1"
    for name, when in (("first", "BEFORE"), ("other", "AFTER")):
        files.append(ObjectFile("kernel", f"kitchen_{name}", "trigger", start.format(name, when)))
    files.pop(1)
    ScheduledJob.objects.create(name="tea", next_run_at="2026-01-01T00:00:00Z")
    sqlobjects.install()
    text = kept_file.read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        # So that the server reads the file again.
        cursor.execute(start.format("last", "AFTER"))
        cursor.execute("DROP TRIGGER kitchen_last")
    kept_file.write_text(re.sub("'CREATE [^']*kitchen_other[^']*'", "''", text), encoding="utf-8")
    with pytest.raises(DatabaseError) as refused:
        ScheduledJob.objects.update(next_run_at="2026-01-03T00:00:00Z")
    assert sqlobjects.is_unreadable_trigger(refused.value)
    return ScheduledJob.objects.filter(name="tea")


@installs
def test_a_trigger_that_the_server_lost_the_text_of_is_made_anew(lost_text):
    assert {"kitchen_first", "kitchen_other"} <= set(sqlobjects.install())
    assert sqlobjects.drift() == []
    assert lost_text.update(next_run_at="2026-01-02T00:00:00Z") == 1


@installs
def test_flush_goes_on_where_the_server_lost_the_text_of_a_trigger(lost_text):
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    assert not lost_text.exists()
    assert sqlobjects.drift() == []
