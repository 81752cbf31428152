"""OLX: the open learning XML of Open edX, as Studio and the command line export it."""

from edusync.integrations.formats.olx.course import is_olx, read_olx

__all__ = ["is_olx", "read_olx"]
