"""Certificates and progress in the administration."""

import pytest

from edusync.courses.testing import make_course
from edusync.credentials.testing import make_certificate


@pytest.mark.parametrize("page", ["credentials/certificate", "progress/lessonprogress"])
def test_lists_rows_for_those_who_keep_the_site(api, admin, learner, page):
    admin.is_staff = admin.is_superuser = True
    admin.save()
    make_certificate(learner, make_course(modules=1, lessons=1))
    client = api(admin)
    answer = client.get(f"/admin/{page}/")
    assert answer.status_code == 200
    assert client.get(f"/admin/{page}/add/").status_code == 403
