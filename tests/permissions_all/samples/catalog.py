"""A category, a tag and a review of a course."""

from edusync.courses.models import CourseReview, Tag
from edusync.courses.testing import make_category, make_course
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Their ids."""
    course = make_course(
        "Reviewed", modules=1, lessons=1, created_by_id=school.instructor.pk, tags=["sample"]
    )
    review = CourseReview.objects.create(course=course, author=school.learner, stars=4, text="Good")
    return {
        "category_id": str(make_category("Sample", "sample").pk),
        "tag_id": str(Tag.objects.get(slug="sample").pk),
        "review_id": str(review.pk),
    }
