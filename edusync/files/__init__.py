"""Stored objects and who may fetch them."""
