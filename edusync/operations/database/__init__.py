"""The database server seen from outside: its users and their rights."""
