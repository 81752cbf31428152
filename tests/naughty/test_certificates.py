"""Naughty strings as names on certificates."""

import pytest

from edusync.courses.testing import make_course
from edusync.credentials.testing import make_certificate

pytestmark = pytest.mark.django_db


def test_a_certificate_carries_each_name_as_given(api, make_person, naughty_strings, expected):
    course = make_course("#let x = $1$ *bold* <label> @ref \\", modules=1, lessons=1)
    names = [name for name in (expected(text, 100) for text in naughty_strings[::40]) if name]
    assert len(names) > 8
    for number, name in enumerate(names):
        holder = make_person(f"n{number}", first_name=name, last_name="")
        certificate = make_certificate(holder, course)
        public = api().get(f"/api/v1/verify/{certificate.code}").json()
        assert (public["learner_name"], public["course_title"]) == (name, course.title)
        pdf = api(holder).get(f"/api/v1/certificates/{certificate.code}/pdf")
        assert b"".join(pdf.streaming_content if pdf.streaming else [pdf.content]).startswith(b"%PDF")
