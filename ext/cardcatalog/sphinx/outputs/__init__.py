"""Files next to the pages: downloads, search data, feeds, sitemap; and the manifest that records them."""
