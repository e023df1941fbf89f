"""Awesome lists: read into entries, and written."""
