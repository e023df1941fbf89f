"""What a bibliography holds: papers in categories, with keywords and venues, and queries over them."""
