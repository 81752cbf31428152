"""Modules get a public id, as lessons have: code, versions and copies name them by it."""

from typing import Any

from django.db import migrations

import edusync.kernel.ids


def fill(apps: Any, schema_editor: Any) -> None:
    """Give every module its own id, a thousand at a time."""
    modules = apps.get_model("courses", "Module")
    while True:
        rows = list(modules.objects.filter(uuid=None).only("pk")[:1000])
        if not rows:
            return
        for row in rows:
            row.uuid = edusync.kernel.ids.uuid7()
        modules.objects.bulk_update(rows, ["uuid"])


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="module",
            name="uuid",
            field=edusync.kernel.ids.BinUUIDField(null=True, editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="module",
            name="uuid",
            field=edusync.kernel.ids.BinUUIDField(
                default=edusync.kernel.ids.uuid7, editable=False, unique=True
            ),
        ),
    ]
