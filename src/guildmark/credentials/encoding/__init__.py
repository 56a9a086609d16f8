"""Canonical bytes and identifiers: JSON, JCS, RDFC-1.0, multibase, dates, shipped contexts.

Importing this is cheap: the JSON-LD engine is loaded when the first document is canonicalized.
"""

from __future__ import annotations

from guildmark.credentials.encoding.contexts import (
    CLR_CONTEXT,
    CONTEXTS,
    CREDENTIALS_V1_CONTEXT,
    CREDENTIALS_V2_CONTEXT,
    DATA_INTEGRITY_CONTEXT,
    DID_CONTEXT,
    MULTIKEY_CONTEXT,
    OPEN_BADGES_CONTEXT,
    OPEN_BADGES_CONTEXTS,
    OPEN_BADGES_EXTENSIONS_CONTEXT,
    conformance_contexts,
    context_bytes,
)
from guildmark.credentials.encoding.dates import format_datetime, parse_datetime
from guildmark.credentials.encoding.jcs import canonicalize_jcs
from guildmark.credentials.encoding.json_text import (
    MAX_DEPTH,
    MAX_JSON_BYTES,
    JsonObject,
    JsonValue,
    copy_json,
    parse_json,
)
from guildmark.credentials.encoding.multibase import (
    from_base64url,
    from_multibase,
    sha256_multibase,
    to_base64url,
    to_multibase_base58,
    to_multibase_base64url,
)
from guildmark.credentials.encoding.rdfc import canonicalize_nquads, canonicalize_rdfc
from guildmark.credentials.encoding.terms import check_terms

__all__ = [
    "CLR_CONTEXT",
    "CONTEXTS",
    "CREDENTIALS_V1_CONTEXT",
    "CREDENTIALS_V2_CONTEXT",
    "DATA_INTEGRITY_CONTEXT",
    "DID_CONTEXT",
    "MAX_DEPTH",
    "MAX_JSON_BYTES",
    "MULTIKEY_CONTEXT",
    "OPEN_BADGES_CONTEXT",
    "OPEN_BADGES_CONTEXTS",
    "OPEN_BADGES_EXTENSIONS_CONTEXT",
    "JsonObject",
    "JsonValue",
    "canonicalize_jcs",
    "canonicalize_nquads",
    "canonicalize_rdfc",
    "check_terms",
    "conformance_contexts",
    "context_bytes",
    "copy_json",
    "format_datetime",
    "from_base64url",
    "from_multibase",
    "parse_datetime",
    "parse_json",
    "sha256_multibase",
    "to_base64url",
    "to_multibase_base58",
    "to_multibase_base64url",
]
