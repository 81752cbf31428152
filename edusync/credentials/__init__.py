"""Certificates: due by trigger, issued by a worker, verified by anyone."""
