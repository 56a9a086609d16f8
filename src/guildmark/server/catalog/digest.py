"""The fingerprint of a definition: SHA-256 over its canonical JSON (RFC 8785)."""

from __future__ import annotations

import hashlib

import rfc8785

from guildmark.server.catalog.definition import Definition


def digest_definition(definition: Definition) -> str:
    """Return "sha256:" and 64 hex digits; equal definitions have equal digests."""
    return f"sha256:{hashlib.sha256(rfc8785.dumps(definition.to_json())).hexdigest()}"
