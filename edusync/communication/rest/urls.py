"""Routes of home, of what waits, and of the calendar."""

from django.urls import path

from edusync.communication.rest import calendar_views, home_views, own_dates_views, waiting_views

urlpatterns = [
    path("home", home_views.HomeView.as_view(), name="home"),
    path("home/goal", home_views.LearningGoalView.as_view(), name="learning-goal"),
    path("teaching/waiting", waiting_views.TeachingWaitingView.as_view(), name="teaching-waiting"),
    path("calendar", calendar_views.CalendarView.as_view(), name="calendar"),
    path("calendar/entries", calendar_views.CalendarEntriesView.as_view(), name="calendar-entries"),
    path(
        "calendar/entries/<uuid:entry_uuid>",
        calendar_views.CalendarEntryView.as_view(),
        name="calendar-entry",
    ),
    path(
        "calendar/entries/<uuid:entry_uuid>/restore",
        calendar_views.CalendarEntryRestoreView.as_view(),
        name="calendar-entry-restore",
    ),
    path("calendar/feed", calendar_views.CalendarFeedView.as_view(), name="calendar-feed"),
    path(
        "calendar/feeds/<str:secret>.ics",
        calendar_views.CalendarFeedFileView.as_view(),
        name="calendar-feed-file",
    ),
    path("courses/<slug:slug>/my-dates", own_dates_views.CourseDatesView.as_view(), name="course-my-dates"),
    path(
        "me/children/<int:learner_id>/deadlines",
        own_dates_views.ChildDeadlinesView.as_view(),
        name="child-deadlines",
    ),
]
