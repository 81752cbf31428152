"""One file for each report, found by itself."""
