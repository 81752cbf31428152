"""Report views, report engine and studio, exports and summary tables."""
