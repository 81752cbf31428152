"""REST face of the app."""
