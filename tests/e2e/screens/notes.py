"""Screens of notes and bookmarks."""

LEARNER = {"my-notes": "/my-notes", "my-bookmarks": "/my-notes?show=bookmarks"}
SCREENS = {"learner": LEARNER}
