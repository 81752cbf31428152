"""Consent, personal data and its retention."""
