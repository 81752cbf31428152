"""REST mechanisms shared by all apps."""
