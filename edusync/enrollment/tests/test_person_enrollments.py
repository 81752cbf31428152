import pytest

from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 401),
        ("learner", 403),
        ("instructor", 403),
        ("support", 200),
        ("manager", 200),
        ("admin", 200),
        ("outsider", 404),
    ],
)
def test_who_sees_what_a_person_takes(request, api, make_person, learner, who, status):
    make_enrollment(learner, make_course("Knots", modules=1, lessons=1))
    fixtures = {"learner", "instructor", "admin", "outsider"}
    person = request.getfixturevalue(who) if who in fixtures else None
    if person is None and who != "visitor":
        person = make_person(who, roles=(who,))
    client = api(person) if person else api()
    response = client.get(f"/api/v1/people/{learner.pk}/enrollments")
    assert response.status_code == status
    if status == 200:
        assert [row["course_title"] for row in response.json()["results"]] == ["Knots"]


def test_the_enrollments_of_a_person_cost_the_same_with_more(
    api, admin, learner, django_assert_max_num_queries
):
    client = api(admin)
    for round_ in range(2):
        for number in range(4):
            make_enrollment(learner, make_course(f"Course {round_} {number}", modules=1, lessons=1))
        with django_assert_max_num_queries(4):
            page = client.get(f"/api/v1/people/{learner.pk}/enrollments").json()
        assert len(page["results"]) == 4 * (round_ + 1)
