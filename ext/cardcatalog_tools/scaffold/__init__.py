"""Start a site from ``.bib`` files that exist."""
