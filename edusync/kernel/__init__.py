"""Shared mechanisms that own no business word."""
