"""Data sets about learning for researchers: without names, of people who agreed, no group smaller than asked for."""
