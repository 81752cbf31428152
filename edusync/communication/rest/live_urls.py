"""Routes of live news."""

from django.urls import path

from edusync.communication.rest import live_views

urlpatterns = [
    path("live/tickets", live_views.LiveTicketView.as_view(), name="live-ticket"),
    path("live/messages", live_views.LiveMessagesView.as_view(), name="live-messages"),
]
