"""Keep a bibliography in good order: its rules, their mends, and how problems are told."""
