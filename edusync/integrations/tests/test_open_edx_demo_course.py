"""Acceptance: the demo course of Open edX, imported once for all tests of this module."""

import pytest

from edusync.integrations.models import ContentImportNode
from edusync.integrations.testing import input_folder, lasting_import

COURSE = ("courses", "openedx-demo-course-olx", "demo-course", "course")


@pytest.fixture(scope="module")
def job(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = input_folder(*COURSE)
    if not folder.is_dir():
        pytest.skip(f"sample course not found: {folder} (set EDUSYNC_INPUTS)")
    with django_db_blocker.unblock(), lasting_import(folder, tmp_path_factory.mktemp("media")) as job:
        yield job


def test_it_imports(job, organization):
    assert job.problem is None
    assert job.state == "finished"
    print(job.nodes_total, ContentImportNode.objects.filter(job=job).count())
