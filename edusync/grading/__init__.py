"""Grading: the gradebook of a course, its columns, marks, weights and letters, and why a number is what it is."""
