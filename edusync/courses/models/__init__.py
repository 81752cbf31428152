"""Tables of courses and their content, a file per subject."""

from edusync.courses.models.accessibility import AccessibilityReport
from edusync.courses.models.catalog import CatalogChange, Category, Language, Tag
from edusync.courses.models.content import (
    CaptionTrack,
    Document,
    DocumentFile,
    ExternalLink,
    LinkItem,
    Page,
    Video,
)
from edusync.courses.models.copies import BlueprintLink, BlueprintSync, CourseCopy
from edusync.courses.models.course import Course, CourseCategory, CourseLanguage, CourseStaff, CourseTag
from edusync.courses.models.feedback import (
    CourseReview,
    CourseViewStat,
    ReviewReport,
    ReviewVote,
    SavedCourse,
)
from edusync.courses.models.notes import Bookmark, LearnerNote
from edusync.courses.models.outline_change import OutlineChange
from edusync.courses.models.page_template import PageTemplate
from edusync.courses.models.review import (
    CommentMention,
    ContentComment,
    CourseApprovalRequest,
    CourseStateChange,
    ReviewRule,
)
from edusync.courses.models.rules import (
    AvailabilityRule,
    CompletionRule,
    CoursePrerequisite,
    PrerequisiteGraph,
)
from edusync.courses.models.search import SearchDocument
from edusync.courses.models.structure import Lesson, Module
from edusync.courses.models.translation import Translation
from edusync.courses.models.versions import CourseSnapshot, CourseVersion

__all__ = [
    "AccessibilityReport",
    "AvailabilityRule",
    "BlueprintLink",
    "BlueprintSync",
    "Bookmark",
    "CaptionTrack",
    "CatalogChange",
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
    "Language",
    "LearnerNote",
    "Lesson",
    "LinkItem",
    "Module",
    "OutlineChange",
    "Page",
    "PageTemplate",
    "PrerequisiteGraph",
    "ReviewReport",
    "ReviewRule",
    "ReviewVote",
    "SavedCourse",
    "SearchDocument",
    "Tag",
    "Translation",
    "Video",
]
