"""Serves static files, compressed ahead where `collectstatic` ran."""

from pathlib import Path

from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise over two places: what was collected wins over what lies in the source folders."""

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Add a folder, if it is there: a site that never collected has only the source folders."""
        if Path(root).is_dir():
            super().add_files(root, prefix)

    def add_files_from_finders(self) -> None:
        """Add what was not collected, such as a newer build of the front end."""
        collected = dict(self.files)
        super().add_files_from_finders()
        self.files.update(collected)

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Files of the build carry their hash in the name."""
        return url.startswith("/static/app/assets/")
