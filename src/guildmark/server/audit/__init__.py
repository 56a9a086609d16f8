"""Append-only record of who did what, and the outbox of facts; see README.md."""
