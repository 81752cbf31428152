"""EduSync: a learning management system on a structured relational database."""

__version__ = "0.1.0"
