"""The domain ``paper``: directives, roles, link targets, and which pages depend on which papers."""
