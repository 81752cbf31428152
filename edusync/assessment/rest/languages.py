"""The language in which questions are asked for."""

LANGUAGE_HELP = "Code of a language in which the course is offered; without one, the course's own."
