"""People, organizations, sign-in and roles."""
