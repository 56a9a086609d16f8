"""Pages: the public catalogue, and the author's."""
