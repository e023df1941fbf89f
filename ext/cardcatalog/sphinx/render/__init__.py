"""How papers look in a document, for every builder."""
