"""Find the files of a project, report problems, and compare two revisions."""
