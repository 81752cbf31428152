from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("courses", "0006_what_a_copy_moved")]

    operations = [
        GiveInstants(
            models=[
                "AccessibilityReport",
                "AvailabilityRule",
                "BlueprintLink",
                "BlueprintSync",
                "Bookmark",
                "CaptionTrack",
                "Category",
                "CommentMention",
                "CompletionRule",
                "ContentComment",
                "Course",
                "CourseApprovalRequest",
                "CourseCategory",
                "CourseCopy",
                "CourseLanguage",
                "CoursePrerequisite",
                "CourseReview",
                "CourseSnapshot",
                "CourseStaff",
                "CourseStateChange",
                "CourseTag",
                "CourseVersion",
                "CourseViewStat",
                "Document",
                "DocumentFile",
                "ExternalLink",
                "LearnerNote",
                "Lesson",
                "LinkItem",
                "Module",
                "OutlineChange",
                "Page",
                "PageTemplate",
                "ReviewReport",
                "ReviewRule",
                "ReviewVote",
                "SavedCourse",
                "SearchDocument",
                "Tag",
                "Translation",
                "Video",
            ]
        ),
    ]
