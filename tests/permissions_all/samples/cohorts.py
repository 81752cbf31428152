"""A cohort, a group of learners, a key, a link, a rule and an import of one course."""

import io

from edusync.courses.testing import make_course
from edusync.enrollment.services import cohorts, csv_import, groups, rules, ways_in
from edusync.identity.testing import actor_of_person
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of what belongs to the course's learners."""
    course = make_course("Pottery", modules=1, lessons=1, created_by_id=school.instructor.pk)
    by = actor_of_person(school.instructor)
    cohort = cohorts.create_cohort(course_id=course.pk, values={"name": "Spring"}, by=by)
    group = groups.create_learner_group(course_id=course.pk, name="Owls", by=by)
    key, _ = ways_in.create_key(course_id=course.pk, kind="key", label="Open day", limits={}, by=by)
    _, token = ways_in.create_key(course_id=course.pk, kind="link", label="Letter", limits={}, by=by)
    rule = rules.create_rule(course_id=course.pk, values={"kind": "everybody", "is_on": False}, by=by)
    job = csv_import.request_enrollment_import(
        course_id=course.pk, content=io.BytesIO(b"email\nnobody@example.com\n"), name="people.csv", by=by
    )
    return {
        "/api/v1/cohorts/:pk": str(cohort.pk),
        "/api/v1/learner-groups/:pk": str(group.pk),
        "/api/v1/enrollment-keys/:pk": str(key.pk),
        "/api/v1/enrollment-rules/:pk": str(rule.pk),
        "/api/v1/enrollment-imports/:uuid": str(job.uuid),
        "/api/v1/enrollment-links/:token": token,
    }
