"""A draft with a team, an invitation to it, and a comment."""

from edusync.courses.models import Course
from edusync.courses.services.lifecycle_comments import write_comment
from edusync.courses.services.staff_invitations import invite_staff
from edusync.courses.testing import make_course
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of comment and invitation."""
    course: Course = make_course("Draft", status="draft", created_by_id=school.instructor.pk)
    invitation = invite_staff(
        course=course, email="new-author@example.org", duty="author", by_id=school.instructor.pk
    )
    comment = write_comment(course=course, author_id=school.instructor.pk, body="More pictures?")
    return {"invitation_id": str(invitation.pk), "comment_id": str(comment.pk)}
