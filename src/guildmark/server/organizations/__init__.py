"""Issuers and employers, their members and roles; the Actor every operation asks about."""
