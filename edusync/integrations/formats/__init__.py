"""Parsers of foreign course formats: pure Python, from a folder of files to a `SourceCourse`."""
