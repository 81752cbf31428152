"""The words by which courses and lessons are found."""

from django.db import models

from edusync.courses.models.course import Course
from edusync.courses.models.structure import Lesson
from edusync.kernel.base import TenantModel


class SearchDocument(TenantModel):
    """Full-text row of a course or one of its lessons. `terms` holds script-aware tokens, made in Python."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=16, default="en")
    title = models.CharField(max_length=200)
    body = models.TextField(default="")
    terms = models.TextField(default="")

    class Meta(TenantModel.Meta):
        db_table = "courses_search_document"
        indexes = [models.Index(fields=["course", "lesson"], name="search_document_course_idx")]
