"""A course as a Common Cartridge 1.3: from a snapshot, without knowing the database."""

from edusync.integrations.formats.cartridge.writing.package import Loss, write_cartridge

__all__ = ["Loss", "write_cartridge"]
