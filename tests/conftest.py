"""The fixtures of the back end, for tests that cross apps."""

from edusync.conftest import (  # noqa: F401
    _own_surroundings,
    admin,
    api,
    bare_database,
    instructor,
    learner,
    make_person,
    organization,
    other_organization,
    outsider,
    stranger,
)
