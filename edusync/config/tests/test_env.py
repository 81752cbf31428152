"""Settings from the environment."""

import dataclasses
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from edusync.config import env
from edusync.config.secret import secret_key
from edusync.config.settings.database import configured


def test_nothing_has_to_be_set():
    assert env.load({}) == env.Env()


def test_values_have_the_type_of_their_field():
    loaded = env.load(
        {"EDUSYNC_DEBUG": "on", "EDUSYNC_WORKERS": "3", "EDUSYNC_SITE_URL": "https://a.example", "HOME": "/"}
    )
    assert (loaded.debug, loaded.workers, loaded.site_url) == (True, 3, "https://a.example")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EDUSYNC_DEBUGG", "1"),
        ("EDUSYNC_DEBUG", "maybe"),
        ("EDUSYNC_WORKERS", "two"),
        ("EDUSYNC_WORKERS", "-1"),
    ],
)
def test_what_is_unknown_or_malformed_stops_the_start_and_is_named(variable, value):
    with pytest.raises(ValueError, match=variable):
        env.load({variable: value})


def test_every_variable_has_a_line_of_help():
    assert all(field.metadata["help"].endswith(".") for field in dataclasses.fields(env.Env))


def test_the_signing_key_is_the_given_one_or_made_once(tmp_path):
    assert secret_key("given", str(tmp_path)) == "given"
    assert list(tmp_path.iterdir()) == []
    key = secret_key("", str(tmp_path / "new"))
    assert len(key) > 80
    assert secret_key("", str(tmp_path / "new")) == key
    path = tmp_path / "new" / "secret-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in (tmp_path / "new").iterdir()] == ["secret-key"]


def test_processes_that_start_together_end_with_the_same_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key("", str(tmp_path)), range(8)))
    assert len(keys) == 1


def test_addresses_of_databases():
    assert configured("sqlite:////srv/a.sqlite3")["NAME"] == "/srv/a.sqlite3"
    server = configured("mysql://ed%40u:p%2Fw@db.example:3307/school?ssl_ca=/etc/ca.pem")
    assert [server[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "ed@u",
        "p/w",
        "db.example",
        3307,
        "school",
    ]
    assert configured("mariadb://u@h/n?unix_socket=/run/db.sock")["HOST"] == "/run/db.sock"
    with pytest.raises(ValueError, match="EDUSYNC_DATABASE_URL"):
        configured("postgres://h/n")
