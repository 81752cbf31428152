"""Routes of assignments, submissions, marking and rubrics."""

from django.urls import path

from edusync.assessment.rest import (
    assignment_editing_views as editing,
)
from edusync.assessment.rest import (
    assignment_views as work,
)
from edusync.assessment.rest import (
    double_marking_views as double,
)
from edusync.assessment.rest import (
    marking_desk_views as desk,
)
from edusync.assessment.rest import (
    marking_views as marking,
)
from edusync.assessment.rest import (
    peer_staff_views as peer_staff,
)
from edusync.assessment.rest import (
    peer_views as peers,
)
from edusync.assessment.rest import (
    rubric_views as rubrics,
)
from edusync.assessment.rest import (
    similarity_views as likeness,
)

SUBMISSION = "submissions/<uuid:submission_uuid>"

urlpatterns = [
    path(
        "lessons/<int:lesson_id>/assignment",
        editing.AssignmentEditingView.as_view(),
        name="lesson-assignment",
    ),
    path("assignments/<int:assignment_id>/work", work.WorkView.as_view(), name="assignment-work"),
    path("assignments/<int:assignment_id>/draft", work.DraftView.as_view(), name="assignment-draft"),
    path(
        "assignments/<int:assignment_id>/draft/files",
        work.DraftFilesView.as_view(),
        name="assignment-draft-files",
    ),
    path(
        "assignments/<int:assignment_id>/draft/files/<uuid:file_uuid>",
        work.DraftFileView.as_view(),
        name="assignment-draft-file",
    ),
    path("assignments/<int:assignment_id>/submit", work.SubmitWorkView.as_view(), name="assignment-submit"),
    path(f"{SUBMISSION}/files/<uuid:file_uuid>", work.SubmissionFileView.as_view(), name="submission-file"),
    path(f"{SUBMISSION}/comments", work.CommentsView.as_view(), name="submission-comments"),
    path(
        f"{SUBMISSION}/comments/<uuid:comment_uuid>/audio",
        work.CommentAudioView.as_view(),
        name="submission-comment-audio",
    ),
    path("marking", marking.MarkingLoadView.as_view(), name="marking-load"),
    path("assignments/<int:assignment_id>/marking", marking.MarkingTaskView.as_view(), name="marking-task"),
    path(f"{SUBMISSION}/similarity", likeness.SimilarityView.as_view(), name="similarity"),
    path(
        f"{SUBMISSION}/similarity/<int:match_id>",
        likeness.SimilarityPairView.as_view(),
        name="similarity-pair",
    ),
    path(
        "assignments/<int:assignment_id>/comparison",
        likeness.ComparisonView.as_view(),
        name="comparison",
    ),
    path(
        "assignments/<int:assignment_id>/marking-plan",
        double.MarkingPlanView.as_view(),
        name="marking-plan",
    ),
    path(
        "assignments/<int:assignment_id>/submissions",
        marking.MarkingQueueView.as_view(),
        name="marking-queue",
    ),
    path("assignments/<int:assignment_id>/post-marks", marking.PostMarksView.as_view(), name="post-marks"),
    path("assignments/<int:assignment_id>/archive", desk.WorkArchiveView.as_view(), name="work-archive"),
    path("assignments/<int:assignment_id>/extensions", desk.ExtensionsView.as_view(), name="extensions"),
    path(
        "assignments/<int:assignment_id>/extensions/<int:extension_id>",
        desk.ExtensionView.as_view(),
        name="extension",
    ),
    path(SUBMISSION, marking.MarkingSheetView.as_view(), name="marking-sheet"),
    path(f"{SUBMISSION}/mark", marking.MarkView.as_view(), name="submission-mark"),
    path(f"{SUBMISSION}/return", marking.ReturnView.as_view(), name="submission-return"),
    path(f"{SUBMISSION}/post", marking.PostMarkView.as_view(), name="submission-post"),
    path(f"{SUBMISSION}/annotations", marking.AnnotationsView.as_view(), name="submission-annotations"),
    path(
        f"{SUBMISSION}/annotations/<uuid:annotation_uuid>",
        marking.AnnotationView.as_view(),
        name="submission-annotation",
    ),
    path(f"{SUBMISSION}/marked-files", marking.MarkedFilesView.as_view(), name="submission-marked-files"),
    path(
        "assignments/<int:assignment_id>/peer-reviews",
        peers.MyPeerReviewsView.as_view(),
        name="my-peer-reviews",
    ),
    path("peer-reviews/<uuid:review_uuid>", peers.PeerReviewView.as_view(), name="peer-review"),
    path(
        "peer-reviews/<uuid:review_uuid>/files/<uuid:file_uuid>",
        peers.PeerFileView.as_view(),
        name="peer-file",
    ),
    path("peer-reviews/<uuid:review_uuid>/left-out", peer_staff.LeftOutView.as_view(), name="peer-left-out"),
    path("assignments/<int:assignment_id>/peer-plan", peer_staff.PeerPlanView.as_view(), name="peer-plan"),
    path(
        "assignments/<int:assignment_id>/peer-allocation",
        peer_staff.PeerAllocationView.as_view(),
        name="peer-allocation",
    ),
    path("assignments/<int:assignment_id>/peer-works", peer_staff.PeerWorksView.as_view(), name="peer-works"),
    path(
        "assignments/<int:assignment_id>/peer-proposals",
        peer_staff.PeerProposalsView.as_view(),
        name="peer-proposals",
    ),
    path(
        "assignments/<int:assignment_id>/peer-release",
        peer_staff.PeerReleaseView.as_view(),
        name="peer-release",
    ),
    path(
        "assignments/<int:assignment_id>/peer-reminders",
        peer_staff.PeerRemindersView.as_view(),
        name="peer-reminders",
    ),
    path("remarks", desk.RemarksView.as_view(), name="remarks"),
    path("remarks/<uuid:remark_uuid>", desk.RemarkView.as_view(), name="remark"),
    path("rubrics", rubrics.RubricsView.as_view(), name="rubrics"),
    path("rubrics/<uuid:rubric_uuid>", rubrics.RubricView.as_view(), name="rubric"),
]
