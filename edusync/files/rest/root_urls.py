"""Routes below /files/."""

from django.urls import path

from edusync.files.rest.download import FileDownloadView

urlpatterns = [
    path("<uuid:uuid>", FileDownloadView.as_view(), name="file-content"),
    path("<uuid:uuid>/<path:name>", FileDownloadView.as_view(), name="file-content-named"),
]
