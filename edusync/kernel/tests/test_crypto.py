"""Sealed values open under their key, in their place, and nowhere else."""

import pytest

from edusync.kernel import crypto


@pytest.fixture
def two_keys(settings):
    """A present key and an older one."""
    older = crypto.new_key("k1")
    newer = crypto.new_key("k2")
    settings.ENCRYPTION_KEYS = f"{newer},{older}"
    return older, newer


@pytest.mark.parametrize("text", ["", "secret", "தமிழ் 🔑", "x" * 5000])
def test_a_sealed_text_opens_again(text):
    assert crypto.unseal(crypto.seal(text, purpose="a.b"), purpose="a.b") == text


def test_two_sealings_differ():
    assert crypto.seal("secret", purpose="a.b") != crypto.seal("secret", purpose="a.b")


def test_a_value_of_another_column_does_not_open():
    with pytest.raises(crypto.BrokenSeal):
        crypto.unseal(crypto.seal("secret", purpose="a.b"), purpose="a.c")


@pytest.mark.parametrize("where", [0, 20, -1])
def test_a_changed_value_does_not_open(where):
    sealed = crypto.seal("a secret of some length", purpose="a.b")
    body = sealed.rindex(".") + 1
    place = body + where if where >= 0 else len(sealed) - 3
    changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
    with pytest.raises(crypto.BrokenSeal):
        crypto.unseal(changed, purpose="a.b")


@pytest.mark.parametrize("text", ["", "plain", "v1.k1", "v2.k1.AAAA", "v1.k1.!!!"])
def test_what_is_not_sealed_does_not_open(text, two_keys):
    with pytest.raises((crypto.BrokenSeal, crypto.UnknownKey)):
        crypto.unseal(text, purpose="a.b")


def test_older_keys_still_open(settings, two_keys):
    older, newer = two_keys
    settings.ENCRYPTION_KEYS = older
    sealed = crypto.seal("secret", purpose="a.b")
    settings.ENCRYPTION_KEYS = f"{newer},{older}"
    assert crypto.unseal(sealed, purpose="a.b") == "secret"
    assert not crypto.is_current(sealed)
    assert crypto.is_current(crypto.seal("secret", purpose="a.b"))


def test_a_forgotten_key_is_named(settings, two_keys):
    sealed = crypto.seal("secret", purpose="a.b")
    settings.ENCRYPTION_KEYS = crypto.new_key("k3")
    with pytest.raises(crypto.UnknownKey, match="k2"):
        crypto.unseal(sealed, purpose="a.b")


@pytest.mark.parametrize("given", ["k1", "k1:AAAA", "k-1:" + "A" * 43, "k1:" + "A" * 43 + ",k2:x"])
def test_a_malformed_list_of_keys_is_refused(settings, given):
    settings.ENCRYPTION_KEYS = given
    with pytest.raises(ValueError, match=r"ENCRYPTION_KEYS|base64|padding"):
        crypto.keyring()


def test_equal_values_have_equal_indexes_by_purpose():
    assert crypto.blind_index("x", purpose="a") == crypto.blind_index("x", purpose="a")
    assert crypto.blind_index("x", purpose="a") != crypto.blind_index("x", purpose="b")
    assert crypto.blind_index("x", purpose="a") != crypto.blind_index("y", purpose="a")
