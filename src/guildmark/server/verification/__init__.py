"""Check a credential for anyone; lists of recognised issuers."""
