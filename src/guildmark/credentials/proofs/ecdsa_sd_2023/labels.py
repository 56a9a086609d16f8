"""Labels of blank nodes that say nothing about the others: HMAC of the canonical ones.

Canonical labels are numbered over the whole document, so that even one of them would tell how
many nodes stay hidden. Their HMAC under the proof's own key does not.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.4 (createHmacIdLabelMapFunction).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from guildmark.credentials.encoding import to_base64url

__all__ = ["format_label", "hide_label", "hide_numbers"]


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


def hide_numbers(numbers: Iterable[int], *, key: bytes) -> list[str]:
    """Return the hidden labels of ``_:c14n`` and each number, made at once."""
    keyed = hmac.new(key, digestmod=hashlib.sha256)
    digests = []
    for number in numbers:
        one = keyed.copy()
        one.update(b"c14n%d" % number)
        # With a byte more each makes 44 characters, of which 43 are those of the digest alone.
        digests.append(one.digest() + b"\0")
    text = base64.urlsafe_b64encode(b"".join(digests)).decode("ascii")
    return [f"_:u{text[start : start + 43]}" for start in range(0, len(text), 44)]
