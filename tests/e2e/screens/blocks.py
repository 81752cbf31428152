"""A course on paper."""

from tests.e2e import acts

SCREENS = {"learner": {"print": f"/learn/{acts.SHOWCASE}/print"}}
