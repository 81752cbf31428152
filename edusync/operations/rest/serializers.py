"""Shapes of operations in JSON."""

from rest_framework import serializers


class SettingSerializer(serializers.Serializer):
    """One setting of the database."""

    name = serializers.CharField()
    value = serializers.CharField(allow_blank=True)


class ServerSerializer(serializers.Serializer):
    """The engine."""

    engine = serializers.ChoiceField(choices=["sqlite", "mariadb", "mysql"])
    version = serializers.CharField()
    name = serializers.CharField()
    started_at = serializers.DateTimeField(allow_null=True)
    settings = SettingSerializer(many=True)


class ConnectionsSerializer(serializers.Serializer):
    """Open connections."""

    used = serializers.IntegerField()
    limit = serializers.IntegerField()
    most = serializers.IntegerField()


class WorkSerializer(serializers.Serializer):
    """A transaction that is open for long."""

    connection = serializers.IntegerField()
    seconds = serializers.IntegerField()
    state = serializers.CharField(allow_blank=True)
    statement = serializers.CharField(allow_blank=True)
    blocked_by = serializers.IntegerField(allow_null=True)


class ReplicaSerializer(serializers.Serializer):
    """A server that this one follows."""

    host = serializers.CharField(allow_blank=True)
    state = serializers.CharField(allow_blank=True)
    lag_seconds = serializers.IntegerField(allow_null=True)


class FollowerSerializer(serializers.Serializer):
    """A server that reads this one's log. How far it has applied it, only its own page tells."""

    host = serializers.CharField(allow_blank=True)
    seconds = serializers.IntegerField()
    state = serializers.CharField(allow_blank=True)
    is_sent = serializers.BooleanField()


class IndexSerializer(serializers.Serializer):
    """An index that is missing or that nothing reads."""

    table = serializers.CharField()
    name = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    finding = serializers.ChoiceField(choices=["missing", "unused"])


class TableSerializer(serializers.Serializer):
    """One table and its growth over seven days."""

    name = serializers.CharField()
    rows = serializers.IntegerField()
    size_bytes = serializers.IntegerField()
    rows_grown = serializers.IntegerField(allow_null=True)
    bytes_grown = serializers.IntegerField(allow_null=True)


class SlowStatementSerializer(serializers.Serializer):
    """A statement that took long, with all its times."""

    statement = serializers.CharField()
    count = serializers.IntegerField()
    total_ms = serializers.IntegerField()
    longest_ms = serializers.IntegerField()
    last_at = serializers.DateTimeField()


class JobSerializer(serializers.Serializer):
    """A periodic job."""

    name = serializers.CharField()
    last_run_at = serializers.DateTimeField(allow_null=True)
    next_run_at = serializers.DateTimeField()
    last_result = serializers.CharField(allow_blank=True, help_text="`done` or `failed`; empty: not run yet.")


class DatabaseSerializer(serializers.Serializer):
    """The database as it is now. Null: the engine does not tell, or not to the site's user."""

    server = ServerSerializer()
    connections = ConnectionsSerializer(allow_null=True)
    long_work = WorkSerializer(many=True, allow_null=True)
    replicas = ReplicaSerializer(many=True, allow_null=True)
    followers = FollowerSerializer(many=True, allow_null=True)
    log_position = serializers.CharField(allow_blank=True)
    missing_indexes = IndexSerializer(many=True)
    unused_indexes = IndexSerializer(many=True, allow_null=True)
    slow_statements = SlowStatementSerializer(many=True)
    slow_from_ms = serializers.IntegerField()
    tables_measured_on = serializers.DateField(allow_null=True)
    tables = TableSerializer(many=True)
    jobs = JobSerializer(many=True)


class HealthSampleSerializer(serializers.Serializer):
    """The site at one moment."""

    taken_at = serializers.DateTimeField()
    database_us = serializers.IntegerField()
    database_bytes = serializers.IntegerField()
    connections = serializers.IntegerField(allow_null=True)
    waiting_events = serializers.IntegerField()
    oldest_wait_seconds = serializers.IntegerField()
    failed_events = serializers.IntegerField()
    free_disk_mb = serializers.IntegerField()
    replication_lag_seconds = serializers.IntegerField(allow_null=True)


class HealthHistorySerializer(serializers.Serializer):
    """Samples, the oldest first."""

    days = serializers.IntegerField()
    samples = HealthSampleSerializer(many=True)


class PlanSerializer(serializers.Serializer):
    """How the engine would read one page of a report."""

    report = serializers.CharField()
    statement = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    steps = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))
