"""What LaTeX and EPUB need beyond pages."""
