"""The release before on the schema of now: found, or a failure; red where a change takes away what it needs."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from devtools import compatibility, given_schema
from devtools.shell import Failure


def test_a_release_that_the_clone_lacks_is_a_failure_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "previous-release.txt").write_text("# The last one\n" + "0" * 40 + "\n")
    monkeypatch.setattr(compatibility, "PREVIOUS_RELEASE", tmp_path / "previous-release.txt")
    assert compatibility.main([]) == 1
    assert "git fetch --unshallow" in capsys.readouterr().out


def test_the_release_before_is_in_the_history_of_this_one() -> None:
    commit = compatibility.previous_release()
    ancestor = compatibility.git("merge-base", "--is-ancestor", commit, "HEAD")
    assert ancestor.returncode == 0


def test_a_chosen_test_that_the_release_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"test_nothing\.py"):
        compatibility.export(
            compatibility.previous_release(), tmp_path, ["edusync/kernel/tests/test_nothing.py"]
        )


def test_a_renamed_column_turns_it_red(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a destructive migration would do, done to the migrated database by hand; one test of the release is enough.

    Whether the migrations work is not asked here: a schema that the run has already is taken.
    """
    monkeypatch.setenv("EDUSYNC_DATABASE_URL", "")
    migrate = compatibility.new_database
    given = given_schema.place_of("sqlite")

    def migrate_badly(folder: Path) -> str:
        if given is not None and given.exists():
            given_schema.copy_sqlite(given, folder / f"{compatibility.DATABASE}.sqlite3")
            url = f"sqlite:///{folder / compatibility.DATABASE}.sqlite3"
        else:
            url = migrate(folder)
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            database.execute("ALTER TABLE identity_user_profile RENAME COLUMN headline TO tagline")
        return url

    monkeypatch.setattr(compatibility, "new_database", migrate_badly)
    words = ["-k", "test_me_costs_two_queries"]
    assert compatibility.try_release_before(["edusync/identity/tests/test_me.py"], words=words) == 1
    assert "headline" in capfd.readouterr().out
