"""`manage.py makemigrations`, with generated columns before the keys that name them."""

from django.core.management.commands.makemigrations import Command as MakeMigrations

from edusync.kernel.migration_order import OrderedAutodetector


class Command(MakeMigrations):
    """Django's command with our order of operations."""

    autodetector = OrderedAutodetector
