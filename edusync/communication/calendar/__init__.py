"""A person's calendar: what falls on which day, their own entries, and the feed that calendar programs read."""
