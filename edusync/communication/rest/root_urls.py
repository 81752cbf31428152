"""Routes at the root of the site."""

from django.urls import path

from edusync.communication.rest.mailbox_views import mailbox, mailbox_mail

urlpatterns = [
    path("dev/mailbox", mailbox, name="mailbox"),
    path("dev/mailbox/<str:name>", mailbox_mail, name="mailbox-mail"),
]
