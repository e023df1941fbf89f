"""Pages that nobody wrote: their contexts, templates and writer."""
