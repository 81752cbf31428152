"""Setting aside what is loaded lasts as long as a migration, or as long as whoever began it wants."""

import gc

import pytest

from edusync.kernel.management.commands.migrate import what_is_loaded_set_aside


@pytest.fixture
def nothing_set_aside():
    """The test run has set aside what it loaded."""
    gc.unfreeze()
    yield
    gc.freeze()


def test_it_ends_with_the_migration(nothing_set_aside):
    with what_is_loaded_set_aside():
        assert gc.get_freeze_count()
    assert not gc.get_freeze_count()


def test_what_the_caller_set_aside_stays_so(nothing_set_aside):
    gc.freeze()
    with what_is_loaded_set_aside():
        pass
    assert gc.get_freeze_count()
