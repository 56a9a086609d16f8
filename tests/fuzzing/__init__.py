"""Coverage-guided fuzzing of each parser, and what it once found, as tests."""
