"""Just the entries that a document cites."""
