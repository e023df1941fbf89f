"""The Sphinx side: the domain, what pages use, and how they are written."""
