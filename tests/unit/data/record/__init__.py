"""The corpus of the record."""
