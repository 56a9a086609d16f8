"""Which module checks a proof: the register of suites by ``type`` and ``cryptosuite``.

The names in a proof only choose the rules; the key still fixes the algorithm, and a suite refuses
keys of other kinds.

Source: Data Integrity 1.0, 2.1 (type, cryptosuite) and 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, Final, Protocol, cast

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.keys import Algorithm, PublicKey, Signer

__all__ = [
    "SUITE_NAMES",
    "SigningSuite",
    "Suite",
    "added_contexts",
    "default_suite",
    "find_suite",
    "name_of",
    "signing_suite",
]


class Suite(Protocol):
    """What every suite's module offers to a verifier."""

    @property
    def ALGORITHMS(self) -> frozenset[Algorithm]:  # noqa: N802 - a module's constant
        """The kinds of keys whose proofs it checks."""
        ...

    @property
    def COVERS_BYTES(self) -> bool:  # noqa: N802 - a module's constant
        """True when each byte of the JSON is covered; False when only what it says as RDF is."""
        ...

    def is_proof_valid(
        self,
        document: Mapping[str, Any],
        *,
        proof: Mapping[str, Any],
        key: PublicKey,
        document_hash: bytes | None = None,
    ) -> bool:
        """Tell whether the proof is this key's over the document."""
        ...


class SigningSuite(Suite, Protocol):
    """What the suites offer that sign two hashes (``hash_suite``)."""

    def add_proof(
        self,
        document: Mapping[str, Any],
        *,
        signer: Signer,
        created: datetime,
        purpose: str = "assertionMethod",
        challenge: str | None = None,
        domain: str | Sequence[str] | None = None,
        expires: datetime | None = None,
        proof_id: str | None = None,
        previous_proof: str | Sequence[str] | None = None,
        nonce: str | None = None,
    ) -> JsonObject:
        """Return a copy of the document with a proof."""
        ...

    def create_proof(
        self,
        document: Mapping[str, Any],
        *,
        signer: Signer,
        created: datetime,
        purpose: str = "assertionMethod",
        challenge: str | None = None,
        domain: str | Sequence[str] | None = None,
        expires: datetime | None = None,
        proof_id: str | None = None,
        previous_proof: str | Sequence[str] | None = None,
        nonce: str | None = None,
    ) -> JsonObject:
        """Return a proof over the document."""
        ...

    def hash_document(
        self,
        document: Mapping[str, Any],
        *,
        algorithm: Algorithm | None = None,
        previous: Sequence[Mapping[str, Any]] = (),
    ) -> bytes:
        """Return the hash of the canonical document without its ``proof``."""
        ...


# Suites that sign two hashes; sd suites have steps of their own.
_HASH_SUITES: Final = (
    "eddsa-rdfc-2022",
    "eddsa-jcs-2022",
    "ecdsa-rdfc-2019",
    "ecdsa-jcs-2019",
    "Ed25519Signature2020",
)
# Name in proofs → module beside this one, loaded when the first such proof is met.
_MODULES: Final = {
    **{name: name.replace("-", "_") for name in _HASH_SUITES},
    "Ed25519Signature2020": "ed25519_signature_2020",
    "ecdsa-sd-2023": "ecdsa_sd_2023",
}

# The names by which proofs call the suites that are checked here.
SUITE_NAMES: Final = tuple(_MODULES)

_DEFAULTS: Final[dict[Algorithm, str]] = {
    "Ed25519": "eddsa-rdfc-2022",
    "P-256": "ecdsa-rdfc-2019",
    "P-384": "ecdsa-rdfc-2019",
}


def name_of(proof: Mapping[str, Any]) -> str | None:
    """Return the suite's name: ``cryptosuite``, or ``type`` where there is none; None if no text.

    Source: Data Integrity 1.0, 2.1.
    """
    kind = proof.get("type")
    name = proof.get("cryptosuite") if kind == "DataIntegrityProof" else kind
    return name if isinstance(name, str) else None


def find_suite(proof: Mapping[str, Any]) -> Suite | None:
    """Return the module that checks a proof; None when none here does.

    Args:
        proof: one proof, not yet trusted.
    """
    name = name_of(proof)
    # A cryptosuite called like an older proof type is none.
    is_typed = proof.get("type") != "DataIntegrityProof"
    if name not in _MODULES or (name == "Ed25519Signature2020") != is_typed:
        return None
    return cast("Suite", import_module(f"guildmark.credentials.proofs.{_MODULES[name]}"))


def signing_suite(name: str) -> SigningSuite | None:
    """Return the module of a suite that signs whole documents, by name; None when none does."""
    if name not in _HASH_SUITES:
        return None
    return cast("SigningSuite", import_module(f"guildmark.credentials.proofs.{_MODULES[name]}"))


def default_suite(algorithm: Algorithm) -> str | None:
    """Name the suite that a kind of key signs credentials with; None when none does."""
    return _DEFAULTS.get(algorithm)


def added_contexts(document: Mapping[str, Any], *, proof: Mapping[str, Any]) -> list[Any]:
    """List the contexts of a document that a proof with contexts of its own does not cover.

    They stand behind those that it was made with, so the proof holds, but terms may mean
    something else by them.

    Source: Data Integrity EdDSA Cryptosuites 1.0, 3.3.2, step 4.
    """
    if "@context" not in proof:
        return []
    whole, first = document.get("@context"), proof["@context"]
    count = len(first) if isinstance(first, list) else 1
    return whole[count:] if isinstance(whole, list) else []
