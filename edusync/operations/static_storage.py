"""Collects static files and compresses them ahead: the front end's as well as can be, the rest quickly."""

from collections.abc import Iterator
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedStaticFilesStorage

FRONT_END = "app/"


class BuildFirstStorage(CompressedStaticFilesStorage):
    """Brotli for the front end only: on all of the admin's files it costs more time than it ever saves."""

    is_brotli_wanted = True

    def create_compressor(self, **options: Any) -> Compressor:
        """The compressor of one pass."""
        return Compressor(**{**options, "use_brotli": self.is_brotli_wanted})

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Compress what was collected, in two passes."""
        for is_front_end in (True, False):
            self.is_brotli_wanted = is_front_end
            chosen = {
                name: path for name, path in paths.items() if name.startswith(FRONT_END) == is_front_end
            }
            yield from super().post_process(chosen, dry_run, **options)
