"""Common Cartridge 1.0 to 1.3 (1EdTech), with what Canvas adds to it."""

from edusync.integrations.formats.cartridge.course import is_cartridge, read_cartridge

__all__ = ["is_cartridge", "read_cartridge"]
