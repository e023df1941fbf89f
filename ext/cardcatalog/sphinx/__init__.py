"""The Sphinx side: everything that imports Sphinx or docutils."""
