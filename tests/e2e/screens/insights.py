"""Screens of how a course's learners get on."""

from tests.e2e import acts

SCREENS = {"instructor": {"insights": f"/teach/{acts.SHOWCASE}/insights"}}
