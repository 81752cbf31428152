"""Django's admin under its own site class."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """Uses unfold's look."""

    default_site = "unfold.sites.UnfoldAdminSite"
