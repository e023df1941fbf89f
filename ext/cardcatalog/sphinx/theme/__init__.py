"""What every HTML page gets: head tags, assets, menu, translations, URLs."""
