"""Awards and the signed credentials made from them."""
