"""Shapes of scheduled reports in JSON."""

from typing import Any

from rest_framework import serializers

from edusync.reports.models import ReportDelivery, ReportSchedule
from edusync.reports.models.definitions import FORMATS
from edusync.reports.services.schedules import MOST_RECEIVERS
from edusync.reports.timing import LAST_DAY

ACTIONS = ["change", "run", "delete", "subscribe", "unsubscribe"]


class ReportTimingSerializer(serializers.Serializer[Any]):
    """When it is sent, in hours of the organization's time zone."""

    cadence = serializers.ChoiceField(choices=ReportSchedule.Cadence.choices)
    weekday = serializers.IntegerField(min_value=0, max_value=6, allow_null=True, default=None)
    day_of_month = serializers.IntegerField(min_value=1, max_value=LAST_DAY, allow_null=True, default=None)
    hour = serializers.IntegerField(min_value=0, max_value=23, default=7)


class ReportScheduleRequestSerializer(ReportTimingSerializer):
    """A report to be sent. Filters and order as in the address of its rows; receivers are ids, empty for oneself."""

    report = serializers.CharField(max_length=60)
    format = serializers.ChoiceField(choices=FORMATS, default="pdf")
    filters = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=200), default=dict
    )
    order = serializers.CharField(max_length=61, default="", allow_blank=True)
    receivers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        default=list,
        max_length=MOST_RECEIVERS,
    )


class ReportScheduleChangeSerializer(serializers.Serializer[Any]):
    """What is to change; what is not named stays."""

    cadence = serializers.ChoiceField(choices=ReportSchedule.Cadence.choices, required=False)
    weekday = serializers.IntegerField(min_value=0, max_value=6, allow_null=True, required=False)
    day_of_month = serializers.IntegerField(min_value=1, max_value=LAST_DAY, allow_null=True, required=False)
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False)
    format = serializers.ChoiceField(choices=FORMATS, required=False)
    is_on = serializers.BooleanField(required=False)
    receivers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        max_length=MOST_RECEIVERS,
    )


class ReportReceiverSerializer(serializers.Serializer[Any]):
    """Somebody who gets the report, and what became of their last one."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    is_unsubscribed = serializers.BooleanField()
    state = serializers.ChoiceField(choices=ReportDelivery.State.choices, allow_null=True)
    tries = serializers.IntegerField(min_value=0)
    next_try_at = serializers.DateTimeField(allow_null=True)
    problem = serializers.DictField(allow_null=True)
    export_uuid = serializers.UUIDField(
        allow_null=True, help_text="Their file; shown to nobody but themselves."
    )


class ReportScheduleSerializer(ReportTimingSerializer):
    """A scheduled report. Who only receives it sees themselves as the one receiver."""

    uuid = serializers.UUIDField()
    report = serializers.CharField()
    title = serializers.CharField()
    format = serializers.ChoiceField(choices=FORMATS)
    filters = serializers.DictField(child=serializers.CharField())
    order = serializers.CharField(allow_blank=True)
    is_on = serializers.BooleanField()
    is_own = serializers.BooleanField()
    owner = serializers.CharField()
    receivers = ReportReceiverSerializer(many=True)
    time_zone = serializers.CharField()
    next_run_at = serializers.DateTimeField(allow_null=True)
    last_run_at = serializers.DateTimeField(allow_null=True)
    row_version = serializers.IntegerField(min_value=1)
    actions = serializers.ListField(child=serializers.ChoiceField(choices=ACTIONS))


class ReportSchedulesSerializer(serializers.Serializer[Any]):
    """One's own schedules, and those that one receives; the next first."""

    results = ReportScheduleSerializer(many=True)
    time_zone = serializers.CharField()
    can_send_to_others = serializers.BooleanField()


class ReceiverChoiceSerializer(serializers.Serializer[Any]):
    """Somebody who may be put on the list."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class ReceiverChoicesSerializer(serializers.Serializer[Any]):
    """People who look at this report, by name."""

    results = ReceiverChoiceSerializer(many=True)
