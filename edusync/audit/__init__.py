"""Who did what, tamper-evident."""
