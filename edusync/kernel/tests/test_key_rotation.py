"""Sealed columns under a new key."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from edusync.identity.models import UserProfile
from edusync.kernel import crypto, key_rotation

pytestmark = pytest.mark.django_db


@pytest.fixture
def old_and_new(settings):
    """Two keys: the one everything is sealed under, and the one that takes over."""
    return crypto.new_key("old1"), crypto.new_key("new1")


def raw_value(user):
    with connection.cursor() as cursor:
        cursor.execute("SELECT government_id FROM identity_user_profile WHERE user_id = %s", [user.pk])
        return cursor.fetchone()[0]


def seal_for(users, settings, key):
    settings.ENCRYPTION_KEYS = key
    for number, user in enumerate(users):
        UserProfile.objects.filter(pk=user.pk).update(government_id=f"ID-{number}")


def test_everything_is_sealed_again_and_still_opens(settings, old_and_new, learner, stranger):
    old, new = old_and_new
    seal_for([learner, stranger], settings, old)
    assert crypto.key_of(raw_value(learner)) == "old1"
    settings.ENCRYPTION_KEYS = f"{new},{old}"
    reports = {report.column: report for report in key_rotation.rotate_keys()}
    report = reports["identity_user_profile.government_id"]
    assert (report.seen, report.sealed_again, report.failed) == (2, 2, [])
    settings.ENCRYPTION_KEYS = new
    assert UserProfile.objects.get(pk=stranger.pk).government_id == "ID-1"
    assert key_rotation.keys_in_use() == {"new1": 2}


def test_a_second_run_has_nothing_to_do(settings, old_and_new, learner):
    old, new = old_and_new
    seal_for([learner], settings, old)
    settings.ENCRYPTION_KEYS = f"{new},{old}"
    key_rotation.rotate_keys()
    before = raw_value(learner)
    assert sum(report.sealed_again for report in key_rotation.rotate_keys()) == 0
    assert raw_value(learner) == before


def test_it_goes_on_in_batches(settings, old_and_new, make_person, monkeypatch):
    monkeypatch.setattr(key_rotation, "BATCH", 2)
    old, new = old_and_new
    people = [make_person(f"person{number}") for number in range(5)]
    seal_for(people, settings, old)
    settings.ENCRYPTION_KEYS = f"{new},{old}"
    assert sum(report.sealed_again for report in key_rotation.rotate_keys()) == 5


def test_secrets_inside_documents_are_reached(settings, old_and_new, learner):
    from allauth.mfa.models import Authenticator

    from edusync.identity.mfa_adapter import PURPOSE

    old, new = old_and_new
    settings.ENCRYPTION_KEYS = old
    secret = crypto.seal("JBSWY3DP", purpose=PURPOSE)
    row = Authenticator.objects.create(user=learner, type="totp", data={"secret": secret})
    settings.ENCRYPTION_KEYS = f"{new},{old}"
    key_rotation.rotate_keys()
    row.refresh_from_db()
    settings.ENCRYPTION_KEYS = new
    assert crypto.unseal(row.data["secret"], purpose=PURPOSE) == "JBSWY3DP"


def test_a_value_that_cannot_be_opened_is_told_and_left(settings, old_and_new, learner, stranger):
    old, new = old_and_new
    seal_for([learner, stranger], settings, old)
    settings.ENCRYPTION_KEYS = new
    before, out = raw_value(learner), StringIO()
    with pytest.raises(CommandError, match="2 values could not be opened"):
        call_command("rotate_keys", stdout=out)
    assert raw_value(learner) == before


def test_the_command_names_keys_that_may_go(settings, old_and_new, learner):
    old, new = old_and_new
    seal_for([learner], settings, old)
    settings.ENCRYPTION_KEYS = f"{new},{old}"
    out = StringIO()
    call_command("rotate_keys", "--check", stdout=out)
    assert "key old1: 1 values" in out.getvalue()
    call_command("rotate_keys", stdout=out)
    assert "no longer needed, take out of EDUSYNC_ENCRYPTION_KEYS: old1" in out.getvalue()


@pytest.mark.parametrize("options", [["--check"], []])
def test_a_site_without_sealed_values_is_told_so(settings, old_and_new, options):
    settings.ENCRYPTION_KEYS = old_and_new[0]
    out = StringIO()
    call_command("rotate_keys", *options, stdout=out)
    assert "No sealed values: no key is in use" in out.getvalue()


def test_a_new_key_is_printed_alone(settings, old_and_new):
    settings.ENCRYPTION_KEYS = old_and_new[0]
    out, advice = StringIO(), StringIO()
    call_command("new_encryption_key", "new2", stdout=out, stderr=advice)
    entry = out.getvalue().strip()
    settings.ENCRYPTION_KEYS = f"{entry},{old_and_new[0]}"
    assert next(iter(crypto.keyring())) == "new2"
    assert "rotate_keys" in advice.getvalue()
    with pytest.raises(CommandError, match="there is a key"):
        call_command("new_encryption_key", "old1")


def test_a_blind_index_survives_rotation(settings, old_and_new):
    settings.ENCRYPTION_KEYS = old_and_new[0]
    before = crypto.blind_index("ID-7", purpose="identity_user_profile.government_id")
    settings.ENCRYPTION_KEYS = old_and_new[1]
    assert crypto.blind_index("ID-7", purpose="identity_user_profile.government_id") == before
    assert crypto.blind_index("ID-7", purpose="another") != before
