"""Routes below /api/v1/."""

from django.urls import path

from edusync.courses.rest.catalog_views import CategoriesView, CoursesView, LanguagesView, TagsView
from edusync.courses.rest.course_views import ArchiveView, CourseView, OutlineView, PublishView, UnpublishView
from edusync.courses.rest.structure_views import (
    LessonView,
    ModuleLessonsView,
    ModuleOrderView,
    ModulesView,
    ModuleView,
)

urlpatterns = [
    path("categories", CategoriesView.as_view(), name="categories"),
    path("tags", TagsView.as_view(), name="tags"),
    path("languages", LanguagesView.as_view(), name="languages"),
    path("courses", CoursesView.as_view(), name="courses"),
    path("courses/<int:course_id>/modules", ModulesView.as_view(), name="course-modules"),
    path("courses/<int:course_id>/modules/order", ModuleOrderView.as_view(), name="course-module-order"),
    path("courses/<slug:slug>", CourseView.as_view(), name="course"),
    path("courses/<slug:slug>/outline", OutlineView.as_view(), name="course-outline"),
    path("courses/<slug:slug>/publish", PublishView.as_view(), name="course-publish"),
    path("courses/<slug:slug>/unpublish", UnpublishView.as_view(), name="course-unpublish"),
    path("courses/<slug:slug>/archive", ArchiveView.as_view(), name="course-archive"),
    path("modules/<int:module_id>", ModuleView.as_view(), name="module"),
    path("modules/<int:module_id>/lessons", ModuleLessonsView.as_view(), name="module-lessons"),
    path("lessons/<int:lesson_id>", LessonView.as_view(), name="lesson"),
]
