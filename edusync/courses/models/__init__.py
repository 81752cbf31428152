"""Tables of courses and their content, a file per subject."""

from edusync.courses.models.catalog import Category, Language, Tag
from edusync.courses.models.content import CaptionTrack, Document, ExternalLink, Page, Video
from edusync.courses.models.course import Course, CourseCategory, CourseStaff, CourseTag
from edusync.courses.models.search import SearchDocument
from edusync.courses.models.structure import Lesson, Module

__all__ = [
    "CaptionTrack",
    "Category",
    "Course",
    "CourseCategory",
    "CourseStaff",
    "CourseTag",
    "Document",
    "ExternalLink",
    "Language",
    "Lesson",
    "Module",
    "Page",
    "SearchDocument",
    "Tag",
    "Video",
]
