"""What the world fetches: profiles, DID documents, status lists."""
