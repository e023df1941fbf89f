"""Read and write BibTeX: files, entries, and the TeX in them."""
