"""Does the name beside a credential fit the salted hash that its issuer signed?

A page shows the learner's name from our own records; the signed document holds only a hash of it.
Comparing the two lets a reader rely on the signature for the name as well.

Source: Open Badges 3.0, IdentityObject and IdentityHash.
"""

from __future__ import annotations

import hashlib
import hmac
import json

__all__ = ["is_named"]


def is_named(document: str, name: str) -> bool:
    """Tell whether the signed document was made out to exactly this name."""
    subject = json.loads(document).get("credentialSubject", {})
    for identifier in subject.get("identifier", []):
        if identifier.get("identityType") != "name":
            continue
        claimed = str(identifier.get("identityHash", ""))
        if not identifier.get("hashed"):
            return hmac.compare_digest(claimed, name)
        salted = (name + str(identifier.get("salt", ""))).encode()
        if hmac.compare_digest(claimed, f"sha256${hashlib.sha256(salted).hexdigest()}"):
            return True
    return False
