"""Custody and rotation of issuers' signing keys."""
