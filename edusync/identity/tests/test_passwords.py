"""Which passwords are taken, how they are kept, and that nobody learns who has an account by waiting."""

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from edusync.identity import common_passwords
from edusync.identity.models import User
from edusync.identity.testing import PASSWORD, AccountPages, make_person

BCRYPT = "django.contrib.auth.hashers.BCryptSHA256PasswordHasher"
ARGON2ID = "django.contrib.auth.hashers.Argon2PasswordHasher"


@pytest.mark.parametrize(
    "password",
    [
        "password1",
        "PASSWORD1",
        "iloveyou",
        "qwertyuiop",
        "football123",
        "Sunshine2024!",
        "  iloveyou  ",
        "1q2w3e4r5t",
    ],
)
def test_breached_and_common_passwords_are_refused(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_too_common" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        "correct horse 42",
        "demo-school-2026",
        "மரம் செடி கொடி",
        "Tr0ub4dor&3",
        "zaunkönig im schilf",
        "\ud800abcdefgh",
    ],
)
def test_others_are_taken(password):
    assert not common_passwords.is_common(password)


def test_the_list_is_sorted_and_of_the_size_that_is_documented():
    content = common_passwords.FILE.read_bytes()
    size = common_passwords.DIGEST_BYTES
    digests = [content[start : start + size] for start in range(0, len(content), size)]
    assert digests == sorted(set(digests))
    assert len(digests) == 16_290


@pytest.mark.parametrize("password", ["password123", "short", "9382716450"])
def test_sign_up_says_at_the_field_what_is_wrong(pages, organization, password):
    answer = pages.sign_up(email="neo@example.com", password=password)
    assert answer.status_code == 400
    assert {error["param"] for error in answer.json()["errors"]} == {"password"}


@pytest.mark.parametrize(("old", "new"), [(BCRYPT, ARGON2ID), (ARGON2ID, BCRYPT)])
def test_a_password_is_hashed_anew_at_sign_in_either_way(pages, organization, settings, old, new):
    settings.PASSWORD_HASHERS = [old, new]
    person = make_person("bea")
    before = person.password
    settings.PASSWORD_HASHERS = [new, old]
    assert pages.sign_in(email=person.email).status_code == 200
    person.refresh_from_db()
    assert person.password != before
    assert hashers.identify_hasher(person.password).algorithm == hashers.get_hasher().algorithm
    pages.sign_out()
    assert pages.sign_in(email=person.email).status_code == 200


@pytest.fixture
def hashed(settings, monkeypatch):
    """Counts how often a password is hashed, which is what takes the time."""
    made = []

    class CountingHasher(hashers.MD5PasswordHasher):
        algorithm = "counted"

        def encode(self, password, salt):
            made.append(password)
            return super().encode(password, salt)

    monkeypatch.setattr(hashers, "CountingHasher", CountingHasher, raising=False)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.CountingHasher"]
    return made


def test_known_unknown_and_passwordless_accounts_cost_one_hash_at_sign_in(hashed, api, organization):
    make_person("lena")
    make_person("nell", password=None)
    inactive = make_person("ina")
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    for login in ("lena@example.com", "nell@example.com", "ina@example.com", "nobody@example.com"):
        pages = AccountPages(api())
        hashed.clear()
        assert pages.sign_in("wrong password", email=login).status_code == 400
        assert len(hashed) == 1, login


def test_sign_up_of_a_known_address_costs_one_hash_as_that_of_an_unknown_one(hashed, api, organization):
    make_person("lena")
    counts = []
    for email in ("lena@example.com", "new@example.com"):
        hashed.clear()
        answer = AccountPages(api()).sign_up(email=email, password=PASSWORD)
        assert answer.status_code == 401
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_sign_up_answers_alike_for_known_and_unknown_addresses(api, organization):
    make_person("lena")
    known = AccountPages(api()).sign_up(email="lena@example.com", password=PASSWORD)
    unknown = AccountPages(api()).sign_up(email="new@example.com", password=PASSWORD)
    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()
