"""The schema as a product: what the database should hold, what it holds, and every difference in words."""
