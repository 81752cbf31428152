"""Screens of the search over everything."""

VISITOR = {"search-start": "/search", "search-visitor": "/search?q=percentages"}
LEARNER = {"search": "/search?q=rereading", "search-one-kind": "/search?q=memory&kind=lesson"}
ADMIN = {"search-people": "/search?q=learner", "search-nothing": "/search?q=xyzzyqwv"}
SCREENS = {"visitor": VISITOR, "learner": LEARNER, "admin": ADMIN}
