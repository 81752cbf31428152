"""Checks of what people set for themselves."""

from zoneinfo import available_timezones

from rest_framework import serializers


def validate_time_zone(value: str) -> None:
    """A name of the IANA time zone database."""
    if value not in available_timezones():
        raise serializers.ValidationError("There is no such time zone.", code="unknown_time_zone")
