"""Papers in the formats that others read."""
