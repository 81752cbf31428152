"""People by the hundred: rows of a list checked, matched with who is here, and written set by set."""
