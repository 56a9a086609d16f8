"""Proof options: everything of a proof but its value, and their hash.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.3 and 3.6.4 (Base Proof Configuration).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, copy_json, format_datetime
from guildmark.credentials.encoding.template_cache import canonicalize_cached
from guildmark.credentials.errors import UnreadableInput

__all__ = ["CRYPTOSUITE", "build_options", "hash_options", "refuse_previous"]

CRYPTOSUITE: Final = "ecdsa-sd-2023"


def build_options(
    *,
    verification_method: str,
    created: datetime,
    purpose: str,
    challenge: str | None = None,
    domain: str | Sequence[str] | None = None,
    expires: datetime | None = None,
    proof_id: str | None = None,
    nonce: str | None = None,
) -> JsonObject:
    """Return a proof without its value; what is None is left out."""
    named: JsonObject = {
        "id": proof_id,
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": format_datetime(created),
        "verificationMethod": verification_method,
        "proofPurpose": purpose,
        "expires": format_datetime(expires) if expires else None,
        "domain": domain if domain is None or isinstance(domain, str) else list(domain),
        "challenge": challenge,
        "nonce": nonce,
    }
    options: JsonObject = copy_json({k: v for k, v in named.items() if v is not None})
    return options


def hash_options(proof: Mapping[str, Any], *, contexts: object) -> bytes:
    """Return the SHA-256 of the canonical options.

    Args:
        proof: with or without ``proofValue``.
        contexts: the document's ``@context``, with which the options are read.

    Raises:
        UncoveredData: an option that the signature would not cover.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.3.
    """
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    options["@context"] = contexts
    return hashlib.sha256(canonicalize_cached(options)).digest()


def refuse_previous(proof: Mapping[str, Any]) -> None:
    """Refuse a proof that builds on others: what it covers could not be told after disclosure.

    Raises:
        UnreadableInput: the proof has ``previousProof``.
    """
    if "previousProof" in proof:
        raise UnreadableInput(
            f"$.proof.previousProof: Guildmark reads no {CRYPTOSUITE} proof that builds on "
            "another one.",
            code="previous_proof",
        )
