"""Who takes which course."""
