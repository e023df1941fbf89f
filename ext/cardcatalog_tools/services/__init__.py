"""Bibliographic services on the network: arXiv, DOI registries, OpenReview, the ACL Anthology."""
