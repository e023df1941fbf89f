"""Measured results: what was measured, under which setting, who reports it, and on which line."""
