"""Public collections of papers: reading their files, comparing a bibliography with them, candidates from them."""
