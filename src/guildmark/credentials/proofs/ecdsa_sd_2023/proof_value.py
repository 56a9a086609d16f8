"""The two kinds of proof value: base proofs for holders, derived proofs for verifiers.

Multibase base64url of a three-byte header and one CBOR array. What is read must be what we
would write: untagged, of definite length, each number in its shortest form, nothing behind it.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.5 (serialize and parse…ProofValue); RFC 8949.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from guildmark.credentials.encoding import from_base64url, to_multibase_base64url
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import check_pointers

__all__ = [
    "BaseProofValue",
    "DerivedProofValue",
    "is_base_proof_value",
    "parse_base",
    "parse_derived",
]

_BASE_HEADER: Final = b"\xd9\x5d\x00"
_DERIVED_HEADER: Final = b"\xd9\x5d\x01"
# 66 bytes a signature in base64: about 11,000 statements, twice what a document may have.
MAX_PROOF_VALUE_LENGTH: Final = 1_000_000
_MAX_CBOR_DEPTH: Final = 3
# The multicodec header of P-256 public keys and a compressed point.
_PUBLIC_KEY_HEADER: Final = b"\x80\x24"
_PUBLIC_KEY_LENGTH: Final = 35
_HMAC_LENGTH: Final = 32
_SIGNATURE_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class BaseProofValue:
    """What the issuer gives the holder; whoever has it can disclose anything.

    Attributes:
        base_signature: 64 bytes by the issuer's key.
        public_key: of this proof only; 35 bytes, multicodec header and compressed point.
        hmac_key: 32 bytes; hides which blank node is which.
        signatures: 64 bytes for each statement that is not mandatory, in canonical order.
        mandatory_pointers: what the holder can not leave out.
    """

    base_signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    mandatory_pointers: tuple[str, ...]

    def format(self) -> str:
        """Return the ``proofValue``, ``u2V0A…``. Source: 3.5.2 (serializeBaseProofValue)."""
        return _format(
            _BASE_HEADER,
            [
                self.base_signature,
                self.public_key,
                self.hmac_key,
                list(self.signatures),
                list(self.mandatory_pointers),
            ],
        )


@dataclass(frozen=True, slots=True)
class DerivedProofValue:
    """What the holder gives a verifier.

    Attributes:
        base_signature: 64 bytes by the issuer's key.
        public_key: as in the base proof.
        signatures: of the disclosed statements that are not mandatory.
        label_map: from the number in ``c14n…`` of the disclosed document to 32 bytes.
        mandatory_indexes: which disclosed statements are mandatory, from 0, ascending.
    """

    base_signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    label_map: Mapping[int, bytes]
    mandatory_indexes: tuple[int, ...]

    def format(self) -> str:
        """Return the ``proofValue``, ``u2V0B…``. Source: 3.5.7 (serializeDerivedProofValue)."""
        return _format(
            _DERIVED_HEADER,
            [
                self.base_signature,
                self.public_key,
                list(self.signatures),
                dict(sorted(self.label_map.items())),
                list(self.mandatory_indexes),
            ],
        )


def is_base_proof_value(value: object) -> bool:
    """Tell whether it starts as a base proof does, whatever follows."""
    return isinstance(value, str) and value.startswith("u2V0A")


def parse_base(value: object) -> BaseProofValue:
    """Read a base proof's ``proofValue``.

    Raises:
        UnreadableInput: it is none.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.5.3 (parseBaseProofValue).
    """
    parts = _parse(value, header=_BASE_HEADER, kind="base")
    base_signature, public_key, hmac_key, signatures, pointers = parts
    _check(isinstance(hmac_key, bytes) and len(hmac_key) == _HMAC_LENGTH, "its HMAC key")
    _check(isinstance(pointers, list), "its mandatory pointers")
    return BaseProofValue(
        _signature(base_signature),
        _public_key(public_key),
        hmac_key,
        _signatures(signatures),
        check_pointers(pointers),
    )


def parse_derived(value: object) -> DerivedProofValue:
    """Read a derived proof's ``proofValue``.

    Raises:
        UnreadableInput: it is none; ``sd_base_proof`` when it is a base proof.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.5.8 (parseDerivedProofValue).
    """
    if is_base_proof_value(value):
        raise UnreadableInput(
            "This is a base proof, which the issuer made for the holder alone. Derive a "
            "credential from it first, and show that.",
            code="sd_base_proof",
        )
    parts = _parse(value, header=_DERIVED_HEADER, kind="derived")
    base_signature, public_key, signatures, label_map, indexes = parts
    return DerivedProofValue(
        _signature(base_signature),
        _public_key(public_key),
        _signatures(signatures),
        _label_map(label_map),
        _indexes(indexes),
    )


def _format(header: bytes, components: list[Any]) -> str:
    import cbor2

    return to_multibase_base64url(header + cbor2.dumps(components))


def _parse(value: object, *, header: bytes, kind: str) -> list[Any]:
    _check(isinstance(value, str) and value[:1] == "u", "its multibase letter u")
    text = str(value)
    if len(text) > MAX_PROOF_VALUE_LENGTH:
        raise UnreadableInput(
            f"The proof value has {len(text):,} characters; at most {MAX_PROOF_VALUE_LENGTH:,} "
            "are read.",
            code="sd_proof_value",
        )
    try:
        data = from_base64url(text[1:])
    except CredentialError as error:
        raise _malformed(f"its base64url ({error.message})") from error
    _check(data.startswith(header), f"the header of a {kind} proof")
    parts = _decode(data[len(header) :])
    _check(isinstance(parts, list) and len(parts) == 5, "its five parts")
    components: list[Any] = parts
    return components


def _decode(data: bytes) -> Any:
    import cbor2

    try:
        parts = cbor2.loads(
            data, max_depth=_MAX_CBOR_DEPTH, allow_indefinite=False, allow_duplicate_keys=False
        )
        # One spelling: no tags, no longer forms of numbers, nothing behind the array.
        is_plain = cbor2.dumps(parts) == data
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _malformed("its CBOR") from error
    _check(is_plain, "the one form of its CBOR")
    return parts


def _signature(value: object) -> bytes:
    if not isinstance(value, bytes) or len(value) != _SIGNATURE_LENGTH:
        raise _malformed("a signature of 64 bytes")
    return value


def _signatures(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise _malformed("its list of signatures")
    return tuple(_signature(item) for item in value)


def _public_key(value: object) -> bytes:
    if (
        not isinstance(value, bytes)
        or len(value) != _PUBLIC_KEY_LENGTH
        or not value.startswith(_PUBLIC_KEY_HEADER)
    ):
        raise _malformed("its P-256 public key")
    return value


def _label_map(value: object) -> dict[int, bytes]:
    if not isinstance(value, dict) or not all(
        type(key) is int and isinstance(label, bytes) and len(label) == _HMAC_LENGTH
        for key, label in value.items()
    ):
        raise _malformed("its label map")
    # With one label for two nodes, statements about one could be shown as statements about two.
    if set(value) != set(range(len(value))) or len(set(value.values())) != len(value):
        raise _malformed("its label map, where each node has a label of its own")
    return value


def _indexes(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(item) is int and item >= 0 for item in value):
        raise _malformed("its mandatory indexes")
    if any(left >= right for left, right in pairwise(value)):
        raise _malformed("its mandatory indexes in ascending order")
    return tuple(value)


def _check(condition: bool, what: str) -> None:
    if not condition:
        raise _malformed(what)


def _malformed(what: str) -> UnreadableInput:
    return UnreadableInput(
        f"The proof value is not one of ecdsa-sd-2023: {what} is missing or wrong.",
        code="sd_proof_value",
    )
