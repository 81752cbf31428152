"""Courses from elsewhere, and routes for other systems."""
