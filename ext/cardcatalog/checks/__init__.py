"""The rules of a bibliography: each check is a generator of problems; the fixes, and the released keys."""
