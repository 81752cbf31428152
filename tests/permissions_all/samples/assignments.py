"""An assignment with a rubric, and what a learner handed in."""

import datetime as dt

from edusync.assessment.models import CommentBankEntry, PeerReview, SimilarityMatch, SimilarityReport
from edusync.assessment.services import assignments, rubrics
from edusync.assessment.services.assignments.peer_planning import allocate_reviews, save_peer_plan
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment, make_rubric
from edusync.courses.testing import PDF, make_course
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from tests.permissions_all.samples import School

PEER_PLAN = {
    "reviews_each": 0,
    "has_self_review": True,
    "self_review_percent": 100,
    "opens_at": None,
    "due_at": None,
    "hides_authors": True,
    "hides_reviewers": True,
}


def ids(school: School) -> dict[str, str]:
    """Ids of assignment, submission, what hangs on it, of extension, rubric, kept remark, review and likeness."""
    course = make_course("Written", modules=1, lessons=1, created_by_id=school.instructor.pk)
    rubric = make_rubric(course)
    assignment = make_assignment(course=course, rubric=rubric, accepts_files=True)
    enrollment = make_enrollment(school.learner, course)
    file = assignments.add_draft_file(
        assignment=assignment, enrollment=enrollment, content=PDF + b"handed in", name="work.pdf"
    )
    submission = hand_in(assignment, enrollment)
    comment = assignments.add_comment(
        submission=submission,
        author_id=school.learner.pk,
        is_from_learner=True,
        audio=b"OggS" + b"\0" * 60,
    )
    annotation = assignments.add_annotation(
        submission=submission, author_id=school.instructor.pk, text="Here", start=0, end=2
    )
    extension = assignments.grant_extension(
        assignment=assignment,
        enrollment=enrollment,
        due_at=clock.now() + dt.timedelta(days=1),
        reason="",
        by_id=school.instructor.pk,
    )
    plan = save_peer_plan(
        assignment=assignment,
        values=PEER_PLAN,
        by_id=school.instructor.pk,
    )
    allocate_reviews(plan=plan, by_id=school.instructor.pk)
    report = SimilarityReport.objects.create(organization_id=course.organization_id, submission=submission)
    match = SimilarityMatch.objects.create(report=report, other=submission, shared_count=3, percent=50)
    remark: CommentBankEntry = rubrics.keep_remark(owner_id=school.instructor.pk, text="Well done.")
    return {
        "assignment_id": str(assignment.pk),
        "submission_uuid": str(submission.uuid),
        "file_uuid": str(file.uuid),
        "comment_uuid": str(comment.uuid),
        "annotation_uuid": str(annotation.uuid),
        "extension_id": str(extension.pk),
        "rubric_uuid": str(rubric.uuid),
        "remark_uuid": str(remark.uuid),
        "review_uuid": str(PeerReview.objects.get(plan=plan).uuid),
        "match_id": str(match.pk),
    }
