"""Two editors of one row."""

import pytest
from django.test import RequestFactory

from edusync.kernel.locking import etag, require_match, save_versioned
from edusync.kernel.problems import PreconditionFailed, PreconditionRequired


def request(**headers):
    return RequestFactory().patch("/", headers=headers)


@pytest.mark.django_db
def test_the_first_editor_wins_and_the_second_is_told(organization):
    first = type(organization).objects.get(pk=organization.pk)
    second = type(organization).objects.get(pk=organization.pk)
    first.name = "First"
    save_versioned(first, ["name"])
    second.name = "Second"
    with pytest.raises(PreconditionFailed):
        save_versioned(second, ["name"])
    organization.refresh_from_db()
    assert organization.name == "First"
    assert organization.row_version == first.row_version == second.row_version + 1


@pytest.mark.django_db
def test_an_editor_must_name_the_version(organization):
    with pytest.raises(PreconditionRequired):
        require_match(request(), organization)
    with pytest.raises(PreconditionFailed):
        require_match(request(if_match='"99"'), organization)
    for header in (etag(organization), f"W/{etag(organization)}", f'"99", {etag(organization)}', "*"):
        require_match(request(if_match=header), organization)
