"""Begin a site with the files that somebody has."""
