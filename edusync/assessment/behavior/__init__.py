"""Ways of writing an exam, compared: response times, person fit, and a robust distance. Numbers only, no database."""
