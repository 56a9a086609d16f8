"""JSON Canonicalization Scheme.

Source: RFC 8785.
"""

from __future__ import annotations

from guildmark.credentials.encoding.json_text import JsonValue, copy_json

__all__ = ["canonicalize_jcs"]


def canonicalize_jcs(value: JsonValue) -> bytes:
    """Return the one byte form of a JSON value: sorted keys (UTF-16 order), shortest numbers.

    Raises:
        UnreadableInput: the value is no JSON value, or has numbers outside ±(2^53 - 1).

    Source: RFC 8785, 3.2.
    """
    import rfc8785

    return rfc8785.dumps(copy_json(value))
