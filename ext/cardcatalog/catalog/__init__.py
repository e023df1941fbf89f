"""The content of a bibliography: papers in categories, with keywords and venues, and queries over them."""
