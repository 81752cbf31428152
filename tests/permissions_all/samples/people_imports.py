"""An import of people."""

from edusync.integrations.testing import upload_people
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Id of an import that is not run yet."""
    job = upload_people("email\nsomebody@example.org\n", by=school.admin)
    return {"/api/v1/people-imports/:uuid": str(job.uuid)}
