"""Public identifiers: monotonic UUID version 7, stored in 16 bytes on every engine (RFC 9562, section 5.7)."""

import os
import threading
import time
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """A new UUID version 7, greater than every one made before in this process.

    InnoDB keeps its index small only when ids of one millisecond ascend too, hence the counter.
    """
    global _last
    with _lock:
        milliseconds = time.time_ns() // 1_000_000
        candidate = (milliseconds << 74) | int.from_bytes(os.urandom(9), "big") & ((1 << 73) - 1)
        _last = candidate if candidate > _last else _last + 1
        value = _last
    high, low = value >> 62, value & ((1 << 62) - 1)
    # `value` is 48 bits of time, 12 bits and 62 bits; the version and variant go between them.
    return uuid.UUID(int=((high >> 12) << 80) | (0x7 << 76) | ((high & 0xFFF) << 64) | (0b10 << 62) | low)


class BinUUIDField(models.Field):
    """A UUID in 16 bytes: native `uuid` on MariaDB, `binary(16)` on MySQL, `char(32)` on SQLite.

    Not a UUIDField: Django's converters of that type break on binary(16) when reading from MySQL.
    """

    description = "UUID in 16 bytes"

    def get_internal_type(self) -> str:
        """A type of its own, so that no back end attaches its UUID converter."""
        return "BinUUIDField"

    def db_type(self, connection: Any) -> str:
        """Column type by engine."""
        if connection.vendor == "mysql":
            return "uuid" if connection.mysql_is_mariadb else "binary(16)"
        return "char(32)"

    def to_python(self, value: Any) -> uuid.UUID | None:
        """Anything that names a UUID becomes one; raises ValidationError otherwise."""
        if value is None or isinstance(value, uuid.UUID):
            return value
        try:
            if isinstance(value, bytes):
                return uuid.UUID(bytes=value) if len(value) == 16 else uuid.UUID(value.decode())
            return uuid.UUID(str(value))
        except (ValueError, UnicodeDecodeError) as error:
            raise ValidationError(
                "“%(value)s” is not a UUID.", code="invalid", params={"value": value}
            ) from error

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> uuid.UUID | None:
        """What the driver gives, as a UUID."""
        return self.to_python(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """What the driver takes."""
        value = self.to_python(value)
        if value is None:
            return None
        if connection.vendor == "mysql":
            return str(value) if connection.mysql_is_mariadb else value.bytes
        return value.hex

    def value_to_string(self, obj: models.Model) -> str:
        """Text for serializers."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        """Django's own form field."""
        from django import forms

        return super().formfield(**{"form_class": forms.UUIDField, **kwargs})
