"""Routes of enrollments."""

from django.urls import path

from edusync.enrollment.rest import course_views, guardian_views, person_views, views

urlpatterns = [
    path("courses/<slug:slug>/enroll", views.EnrollView.as_view(), name="course-enroll"),
    path("courses/<slug:slug>/learners", course_views.CourseLearnersView.as_view(), name="course-learners"),
    path(
        "courses/<slug:slug>/learners.csv",
        course_views.CourseLearnersCsvView.as_view(),
        name="course-learners-csv",
    ),
    path("enrollments", views.EnrollmentListView.as_view(), name="enrollment-list"),
    path("enrollments/<int:pk>", views.EnrollmentView.as_view(), name="enrollment"),
    path("enrollments/<int:pk>/withdraw", views.WithdrawView.as_view(), name="enrollment-withdraw"),
    path("enrollments/<int:pk>/suspension", views.SuspendView.as_view(), name="enrollment-suspension"),
    path(
        "me/children/<int:learner_id>/courses",
        guardian_views.ChildCoursesView.as_view(),
        name="child-courses",
    ),
    path(
        "people/<int:user_id>/enrollments",
        person_views.PersonEnrollmentsView.as_view(),
        name="person-enrollments",
    ),
    path("teaching/courses", course_views.TeachingCoursesView.as_view(), name="teaching-courses"),
]
