"""The cache of a process, except for what all processes must see alike."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache


class PartlySharedCache(LocMemCache):
    """In memory; keys that begin like one of SHARED_CACHE_KEYS are kept in the cache `shared` (a table).

    Libraries write to the default cache only: this is how their counters become everybody's without Redis.
    """

    def add(self, key: Any, value: Any, *args: Any, **options: Any) -> bool:
        """Store unless it is there."""
        if is_shared(key):
            return bool(caches["shared"].add(key, value, *args, **options))
        return bool(super().add(key, value, *args, **options))

    def get(self, key: Any, *args: Any, **options: Any) -> Any:
        """The value, or the default."""
        if is_shared(key):
            return caches["shared"].get(key, *args, **options)
        return super().get(key, *args, **options)

    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        """Store."""
        if is_shared(key):
            caches["shared"].set(key, value, *args, **options)
        else:
            super().set(key, value, *args, **options)

    def incr(self, key: Any, *args: Any, **options: Any) -> int:
        """Count. Raises ValueError for a key that is not there."""
        if is_shared(key):
            return int(caches["shared"].incr(key, *args, **options))
        return int(super().incr(key, *args, **options))

    def delete(self, key: Any, *args: Any, **options: Any) -> bool:
        """Forget."""
        if is_shared(key):
            return bool(caches["shared"].delete(key, *args, **options))
        return bool(super().delete(key, *args, **options))


def is_shared(key: Any) -> bool:
    """Whether all processes must see the key's value."""
    return str(key).startswith(settings.SHARED_CACHE_KEYS)
