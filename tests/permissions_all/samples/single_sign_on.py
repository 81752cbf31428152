"""A sign-in service, a program, and what a learner allowed it."""

from edusync.identity.models import ApplicationGrant
from edusync.identity.oauth.testing import Program
from edusync.identity.sso.testing import make_provider
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of service, program and consent."""
    provider = make_provider(school.organization.pk, "https://sign-in.example")
    program = Program(organization_id=school.organization.pk, owner=school.admin)
    program.tokens_of(school.learner)
    grant = ApplicationGrant.unscoped.get(application=program.application)
    return {
        "provider_id": str(provider.pk),
        "application_id": str(program.application.pk),
        "grant_id": str(grant.pk),
        # Public, and asks another server: what visitors may start is tested in identity.
        "/api/v1/sign-in/providers/:slug": "nowhere",
    }
