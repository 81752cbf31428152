"""Reads lists of people: delimited text, and OneRoster packages. Knows neither Django nor the database."""
