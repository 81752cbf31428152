"""`manage.py migrate`, with generated columns before the keys that name them."""

from django.core.management.commands.migrate import Command as Migrate

from edusync.kernel.migration_order import OrderedAutodetector


class Command(Migrate):
    """Django's command with our order of operations."""

    autodetector = OrderedAutodetector
