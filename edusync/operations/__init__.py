"""Running the site: demo school, health, jobs."""
