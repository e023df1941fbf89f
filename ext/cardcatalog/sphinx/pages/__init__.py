"""Generated pages: their contexts, templates and writer."""
