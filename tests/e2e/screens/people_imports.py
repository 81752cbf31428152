"""Screens of people imports."""

SCREENS = {"admin": {"people-imports": "/manage/people-imports"}}
