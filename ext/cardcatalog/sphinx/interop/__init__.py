"""Work with other extensions and other projects."""
