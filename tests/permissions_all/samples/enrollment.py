"""A full course with a line: somebody waits, and a seat is kept for the learner."""

from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.models import WaitlistEntry, WaitlistOffer
from edusync.enrollment.testing import make_enrollment
from edusync.identity.services import create_person
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of an offer and of a place in line."""
    course = make_course("Weaving", modules=1, lessons=1, created_by_id=school.instructor.pk)
    course.capacity, course.is_waitlist_on = 1, True
    course.save(update_fields=["capacity", "is_waitlist_on"])
    others = [
        create_person(
            email=f"weaver-{n}@example.com", first_name="Wanda", organization_id=school.organization.pk
        )
        for n in range(2)
    ]
    first = make_enrollment(others[0], course)
    for person in (school.learner, others[1]):
        services.enroll_learner(course_id=course.pk, learner_id=person.pk)
    services.withdraw(enrollment=first, by_id=others[0].pk)
    offer = WaitlistOffer.objects.get(entry__learner=school.learner)
    entry = WaitlistEntry.objects.get(learner=others[1])
    return {
        "/api/v1/offers/:pk": str(offer.pk),
        "/api/v1/waitlist/:pk": str(entry.pk),
    }
