"""The rules of a bibliography: each check is a generator of problems; what can be fixed, and the released keys."""
