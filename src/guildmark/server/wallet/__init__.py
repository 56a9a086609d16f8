"""The learner's own credentials: accept, share, download."""
