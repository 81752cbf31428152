"""What identity keeps about people, with the tables of the libraries for sign-in."""

from edusync.identity.personal_data import access, people, retention

__all__ = ["access", "people", "retention"]
