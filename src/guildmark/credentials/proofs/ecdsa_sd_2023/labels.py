"""Labels of blank nodes that say nothing about the others: HMAC of the canonical ones.

Canonical labels are numbered over the whole document, so that even one of them would tell how
many nodes stay hidden. Their HMAC under the proof's own key does not.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.4 (createHmacIdLabelMapFunction).
"""

from __future__ import annotations

import hashlib
import hmac

from guildmark.credentials.encoding import to_base64url

__all__ = ["format_label", "hide_label"]


def hide_label(canonical: str, *, key: bytes) -> bytes:
    """Return the 32 bytes that stand for a canonical label.

    Args:
        canonical: ``_:c14n0`` and so on.
        key: 32 bytes.
    """
    return hmac.digest(key, canonical[2:].encode(), hashlib.sha256)


def format_label(digest: bytes) -> str:
    """Return the label as statements have it, ``_:u…``."""
    return f"_:u{to_base64url(digest)}"
