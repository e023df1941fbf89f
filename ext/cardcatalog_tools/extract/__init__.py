"""Extract just the entries that a document cites."""
