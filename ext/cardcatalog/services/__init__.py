"""What others know of papers: asked over the net, when a user runs a command."""
