"""Charts: counts as pictures and tables."""
