"""The compact JWS: read strictly, signed and verified with a key that fixes its algorithm.

One reader for every token that Guildmark meets (VC-JWT, VC-JOSE, SD-JWT, status list tokens).
A token never chooses how it is verified: the key does, and ``alg`` must agree with it. Headers
that bring or point at keys (``jwk``, ``jku``, ``x5c``, ``x5u``) are kept but mean nothing here;
``crit`` and ``b64`` are refused, since no extension is understood.

Not here: JSON serialisations, MACs, encryption, and whose key it is.

Source: RFC 7515 (JWS); RFC 7518, 3.1 (algorithms); RFC 8037 (EdDSA); RFC 9864 (Ed25519);
RFC 8725 (JWT best current practices).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from guildmark.credentials.encoding import (
    MAX_JSON_BYTES,
    JsonObject,
    from_base64url,
    parse_json,
    to_base64url,
)
from guildmark.credentials.errors import CredentialError, InvalidKey, UnreadableInput
from guildmark.credentials.keys.algorithm import JOSE_ALGORITHMS
from guildmark.credentials.keys.key import PublicKey
from guildmark.credentials.keys.signer import Signer

__all__ = [
    "Jws",
    "build_jws",
    "is_jws_valid",
    "jose_algorithm",
    "parse_claims",
    "parse_jws",
    "parse_numeric_date",
    "short_media_type",
]

# What a key of each kind may be called in a header; the first is the one written.
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    # RFC 9864 gives Ed25519 a name of its own.
    kind: (name, "Ed25519") if kind == "Ed25519" else (name,)
    for kind, name in JOSE_ALGORITHMS.items()
}
_ALLOWED: Final = frozenset(name for names in _NAMES.values() for name in names)
# A header holds names and perhaps a certificate chain; a signature is at most RSA's 8,192 bits.
_MAX_HEADER_BYTES: Final = 16 * 1024
_MAX_SIGNATURE_BYTES: Final = 1024
# No extension is understood, so a header that asks for one can not be honoured (RFC 7515, 4.1.11).
_REFUSED_HEADERS: Final = ("crit", "b64", "enc", "zip")
# The last second of the year 9999: what later dates mean, no calendar here can say.
_MAX_NUMERIC_DATE: Final = 253_402_300_799


@dataclass(frozen=True, slots=True)
class Jws:
    """A compact JWS taken apart; nothing about it is verified yet.

    Attributes:
        header: the protected header, read strictly.
        payload: the bytes that were signed, decoded.
        signature: raw; for ECDSA r and s.
        signing_input: the ASCII bytes that the signature covers.
    """

    header: JsonObject
    payload: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    signing_input: bytes = field(repr=False)

    @property
    def media_type(self) -> str | None:
        """``typ`` in lower case without ``application/``; None where the header has none."""
        return short_media_type(self.header.get("typ"))

    @property
    def key_id(self) -> str | None:
        """``kid``; None where the header has none."""
        kid: str | None = self.header.get("kid")
        return kid


def jose_algorithm(algorithm: str) -> str:
    """Return the ``alg`` that a kind of key signs with.

    Raises:
        InvalidKey: no such kind of key.

    Source: RFC 7518, 3.1; RFC 8037, 3.1.
    """
    names = _NAMES.get(algorithm)
    if names is None:
        raise InvalidKey(f"A key of kind {algorithm} signs no JWS.", code="key_algorithm")
    return names[0]


def short_media_type(value: object) -> str | None:
    """Return a ``typ`` or ``cty`` in lower case without ``application/``; None unless it is text.

    Source: RFC 7515, 4.1.9.
    """
    return value.lower().removeprefix("application/") if isinstance(value, str) else None


def parse_jws(token: str, *, max_payload_bytes: int = MAX_JSON_BYTES) -> Jws:
    """Take a compact JWS apart, refusing every second spelling of the same token.

    Args:
        token: three base64url parts without padding, nothing around them, not even a newline.
        max_payload_bytes: the largest payload accepted.

    Raises:
        UnreadableInput: ``jws_too_large``, ``jws_form`` (no such three parts), ``jws_header``
            (no JSON object, or one with an extension), ``jws_algorithm`` (none, a MAC, unknown)
            or ``jws_nested`` (a token in a token).

    Source: RFC 7515, 5.2 and 7.1.
    """
    # Four characters carry three bytes; and two dots.
    longest = (max_payload_bytes + _MAX_HEADER_BYTES + _MAX_SIGNATURE_BYTES) // 3 * 4 + 14
    if len(token) > longest:
        raise UnreadableInput(
            f"This token has {len(token):,} characters; at most {longest:,} are accepted.",
            code="jws_too_large",
        )
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        raise UnreadableInput(
            "This is no signed token: three base64url parts with a dot between them were expected.",
            code="jws_form",
        )
    header, payload, signature = (_decode_part(part) for part in parts)
    if (
        len(header) > _MAX_HEADER_BYTES
        or len(payload) > max_payload_bytes
        or len(signature) > _MAX_SIGNATURE_BYTES
    ):
        raise UnreadableInput(
            "A part of this token is larger than any honest one.", code="jws_too_large"
        )
    return Jws(
        header=_parse_header(header),
        payload=payload,
        signature=signature,
        signing_input=f"{parts[0]}.{parts[1]}".encode("ascii"),
    )


def is_jws_valid(jws: Jws, *, key: PublicKey) -> bool:
    """Tell whether the token is signed by this key, with the one algorithm that the key has.

    Source: RFC 7515, 5.2; RFC 8725, 3.1.
    """
    if jws.header.get("alg") not in _NAMES.get(key.algorithm, ()):
        return False
    return key.is_signature_of(jws.signing_input, signature=jws.signature)


def build_jws(
    payload: Mapping[str, Any] | bytes, *, header: Mapping[str, Any], signer: Signer
) -> str:
    """Return the compact JWS of a payload; ``alg`` is the signer's, whatever the header says.

    Args:
        payload: a JSON object, or bytes as they are.
        header: the other members, in order; ``kid`` is the caller's to give.

    Raises:
        InvalidKey: the signer's kind of key signs no JWS.

    Source: RFC 7515, 5.1 and 7.1.
    """
    whole = {"alg": jose_algorithm(signer.algorithm), **header}
    whole["alg"] = jose_algorithm(signer.algorithm)
    body = payload if isinstance(payload, bytes) else _to_json(payload)
    signing_input = f"{to_base64url(_to_json(whole))}.{to_base64url(body)}"
    signature = signer.sign(signing_input.encode("ascii"))
    return f"{signing_input}.{to_base64url(signature)}"


def parse_claims(jws: Jws, *, max_bytes: int = MAX_JSON_BYTES) -> JsonObject:
    """Read the payload as a JWT Claims Set.

    Raises:
        UnreadableInput: not strict JSON (``json_…``), or no object (``jwt_claims``).

    Source: RFC 7519, 7.2.
    """
    claims = parse_json(jws.payload, max_bytes=max_bytes)
    if not isinstance(claims, dict):
        raise UnreadableInput("The token's payload is no JSON object.", code="jwt_claims")
    return claims


def parse_numeric_date(claims: Mapping[str, Any], name: str) -> datetime | None:
    """Return a date claim such as ``exp``; None where the claims have none.

    Raises:
        UnreadableInput: it is there but no number of seconds between 1970 and 9999
            (``jwt_date``): text, true, null, negative or huge.

    Source: RFC 7519, 2 (NumericDate) and 4.1.4 to 4.1.6.
    """
    if name not in claims:
        return None
    value = claims[name]
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not 0 <= value <= _MAX_NUMERIC_DATE
    ):
        raise UnreadableInput(
            f"The claim {name} is {str(value)[:40]!r}; seconds since 1970 were expected.",
            code="jwt_date",
        )
    return datetime.fromtimestamp(value, tz=UTC)


def _decode_part(part: str) -> bytes:
    try:
        return from_base64url(part)
    except CredentialError as error:
        raise UnreadableInput(
            f"A part of this token is not in its one form: {error.message}", code="jws_form"
        ) from error


def _parse_header(data: bytes) -> JsonObject:
    try:
        header = parse_json(data, max_bytes=_MAX_HEADER_BYTES)
    except CredentialError as error:
        raise UnreadableInput(
            f"The token's header can not be read: {error.message}", code="jws_header"
        ) from error
    if not isinstance(header, dict):
        raise UnreadableInput("The token's header is no JSON object.", code="jws_header")
    for name in _REFUSED_HEADERS:
        if name in header:
            raise UnreadableInput(
                f"The token's header has {name}, which asks for an extension that is not "
                "understood.",
                code="jws_header",
            )
    for name in ("typ", "cty", "kid"):
        if name in header and not isinstance(header[name], str):
            raise UnreadableInput(
                f"The token's header has a {name} that is no text.", code="jws_header"
            )
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _ALLOWED:
        raise UnreadableInput(
            f"The token says that it is secured with {str(algorithm)[:40]!r}; one of "
            f"{', '.join(sorted(_ALLOWED))} was expected.",
            code="jws_algorithm",
        )
    if short_media_type(header.get("cty")) == "jwt":
        raise UnreadableInput("This token holds another token.", code="jws_nested")
    return header


def _to_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
