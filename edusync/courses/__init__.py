"""Catalog, course structure and content."""
