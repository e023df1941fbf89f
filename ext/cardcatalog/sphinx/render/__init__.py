"""The rendering of papers in a document, for every builder."""
