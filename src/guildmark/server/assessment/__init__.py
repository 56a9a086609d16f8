"""Submissions of real work, decisions against the rubric."""
