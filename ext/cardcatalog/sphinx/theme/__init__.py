"""The parts of every HTML page: head tags, assets, menu, translations, URLs."""
