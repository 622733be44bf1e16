"""The standards' nouns, and how untrusted JSON becomes one of them."""
