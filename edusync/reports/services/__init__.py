"""Changes of reports: one function, one act, one transaction."""
