"""The command line of cardcatalog: it adds, checks, fixes and exports; it imports cardcatalog, never the reverse."""
