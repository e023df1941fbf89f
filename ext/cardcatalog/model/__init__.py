"""What a bibliography is about: papers under categories, keywords and venues, and questions about them."""
