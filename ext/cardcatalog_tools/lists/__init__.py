"""Lists of papers in Markdown, read into entries."""
