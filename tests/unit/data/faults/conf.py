cardcatalog_bibliography = ["refs.bib"]
cardcatalog_categories = "categories.toml"
cardcatalog_keywords = "keywords.toml"
cardcatalog_venues = "venues.toml"
cardcatalog_released_keys = "released.tsv"
cardcatalog_house_rules = True
