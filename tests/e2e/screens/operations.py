"""Screens of who runs the installation."""

SCREENS = {"admin": {"database": "/manage/database"}}
