"""The parts of LaTeX and EPUB books that are not pages."""
