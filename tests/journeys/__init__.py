"""People walking through the real application in a real browser."""
