"""Serializer fields for what people write about themselves."""

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError as FieldInvalid
from rest_framework import serializers

from edusync.identity.validators import clean_line, clean_text


class LineField(serializers.CharField):
    """One line, any script, no control characters."""

    clean = staticmethod(clean_line)

    def to_internal_value(self, data: Any) -> str:
        """The cleaned text. Raises ValidationError."""
        value = super().to_internal_value(data)
        try:
            return self.clean(value)
        except FieldInvalid as error:
            raise serializers.ValidationError(error.messages, code=error.code) from error


class TextField(LineField):
    """Several lines."""

    clean = staticmethod(clean_text)


def validate_time_zone(value: str) -> None:
    """A name of the IANA time zone database."""
    if value not in available_timezones():
        raise serializers.ValidationError("There is no such time zone.", code="unknown_time_zone")
