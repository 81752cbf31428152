"""Serializer fields for what people write."""

from typing import Any

from django.core.exceptions import ValidationError as FieldInvalid
from rest_framework import serializers

from edusync.kernel.texts import clean_line, clean_text


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
