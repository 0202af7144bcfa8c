"""The pages for people, and what partner sites load from them."""
