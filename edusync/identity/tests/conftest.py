import pytest

from edusync.identity.testing import AccountPages


@pytest.fixture
def pages(api):
    """The account pages of a visitor's browser."""
    return AccountPages(api())
