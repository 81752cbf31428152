"""Routes below /api/v1/."""

from django.urls import path

from edusync.courses.rest.catalog_views import CoursesView
from edusync.courses.rest.course_views import CourseView, OutlineView
from edusync.courses.rest.structure_views import (
    LessonView,
    ModuleLessonsView,
    ModuleOrderView,
    ModulesView,
    ModuleView,
)

urlpatterns = [
    path("courses", CoursesView.as_view(), name="courses"),
    path("courses/<int:course_id>/modules", ModulesView.as_view(), name="course-modules"),
    path("courses/<int:course_id>/modules/order", ModuleOrderView.as_view(), name="course-module-order"),
    path("courses/<slug:slug>", CourseView.as_view(), name="course"),
    path("courses/<slug:slug>/outline", OutlineView.as_view(), name="course-outline"),
    path("modules/<int:module_id>", ModuleView.as_view(), name="module"),
    path("modules/<int:module_id>/lessons", ModuleLessonsView.as_view(), name="module-lessons"),
    path("lessons/<int:lesson_id>", LessonView.as_view(), name="lesson"),
]
