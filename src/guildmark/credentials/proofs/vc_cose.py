"""VC-JOSE-COSE with COSE: the credential or presentation as JSON inside a COSE_Sign1 message.

Rare in practice; wallets and validators read tokens. The key fixes the algorithm here too.

Source: Securing Verifiable Credentials using JOSE and COSE 1.0, 3.3; RFC 9052, 4.2 and 4.4
(COSE_Sign1); RFC 9053, 2; RFC 9596 (typ).
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from guildmark.credentials.encoding import MAX_JSON_BYTES, JsonObject, copy_json, parse_json
from guildmark.credentials.errors import InvalidDraft, InvalidKey, UnreadableInput
from guildmark.credentials.keys import PublicKey, Signer
from guildmark.credentials.model import Finding
from guildmark.credentials.proofs.envelope import EnvelopeKind, build_envelope
from guildmark.credentials.proofs.vc_jose import (
    check_enveloped,
    check_header_issuer,
    check_registered,
)

__all__ = [
    "MEDIA_TYPES",
    "VcCose",
    "check_claims",
    "envelop",
    "is_signature_valid",
    "parse",
    "sign_credential",
    "sign_presentation",
]

MEDIA_TYPES: Final[dict[str, EnvelopeKind]] = {
    "vc+cose": "credential",
    "vp+cose": "presentation",
}
_TAG: Final = 18
# Header parameters (RFC 9052, 3.1; RFC 9596).
_ALG, _CRITICAL, _CONTENT_TYPE, _KEY_ID, _CWT_CLAIMS, _TYPE = 1, 2, 3, 4, 15, 16
_CWT_ISSUER: Final = 1
# What a key of each kind may be called; the first is the one written (RFC 9053; RFC 9864).
_ALGORITHMS: Final[dict[str, tuple[int, ...]]] = {
    "Ed25519": (-8, -19),
    "P-256": (-7, -9),
    "P-384": (-35, -51),
    "P-521": (-36, -52),
    "RSA": (-257,),
}
_MAX_BYTES: Final = MAX_JSON_BYTES + 16 * 1024
# A message is an array of a map; nothing honest nests deeper.
_MAX_DEPTH: Final = 8


@dataclass(frozen=True, slots=True)
class VcCose:
    """A COSE_Sign1 message taken apart; its signature is not verified yet.

    Attributes:
        kind: ``credential`` or ``presentation``, by ``typ``.
        media_type: ``vc+cose`` or ``vp+cose``.
        header: the protected header, by parameter number.
        document: the credential or presentation.
        signing_input: the bytes that the signature covers.
        signature: raw; for ECDSA r and s.
    """

    kind: EnvelopeKind
    media_type: str
    header: Mapping[Any, Any] = field(repr=False)
    document: JsonObject
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def controller(self) -> str | None:
        """Who must have signed: the credential's issuer, or the presentation's holder."""
        owner = self.document.get("issuer" if self.kind == "credential" else "holder")
        found = owner.get("id") if isinstance(owner, Mapping) else owner
        return found if isinstance(found, str) else None

    @property
    def verification_method(self) -> str | None:
        """The key id where it is UTF-8 text, else None."""
        kid = self.header.get(_KEY_ID)
        try:
            return kid.decode() if isinstance(kid, bytes) else None
        except UnicodeDecodeError:
            return None


def sign_credential(credential: Mapping[str, Any], *, signer: Signer) -> bytes:
    """Return the credential as a tagged COSE_Sign1 message.

    Raises:
        InvalidDraft: the document has a ``proof``.
        InvalidKey: the signer's kind of key signs no COSE.

    Source: VC-JOSE-COSE, 3.3.1.
    """
    return _sign(credential, "vc", signer=signer)


def sign_presentation(presentation: Mapping[str, Any], *, signer: Signer) -> bytes:
    """Return the presentation as a tagged COSE_Sign1 message.

    Raises:
        InvalidDraft: the document has a ``proof``, or a credential in it is no envelope.
        InvalidKey: the signer's kind of key signs no COSE.

    Source: VC-JOSE-COSE, 3.3.2.
    """
    findings = [str(finding) for finding in check_enveloped(presentation)]
    if findings:
        raise InvalidDraft(findings)
    return _sign(presentation, "vp", signer=signer)


def parse(message: bytes) -> VcCose:
    """Take a COSE_Sign1 message of this family apart.

    Raises:
        UnreadableInput: no such message, or a header that asks for an extension (``cose``),
            another ``typ`` (``jws_type``), or a payload that is no JSON object
            (``json_…``, ``jwt_claims``).

    Source: RFC 9052, 4.2 and 4.4; VC-JOSE-COSE, 3.3.
    """
    if len(message) > _MAX_BYTES:
        raise _refuse(f"it has {len(message):,} bytes; at most {_MAX_BYTES:,} are accepted")
    tagged = _load(message)
    parts = getattr(tagged, "value", tagged) if getattr(tagged, "tag", _TAG) == _TAG else None
    if not isinstance(parts, (list, tuple)) or len(parts) != 4:
        raise _refuse("it is no COSE_Sign1 of four parts")
    protected, unprotected, payload, signature = parts
    if not all(isinstance(each, bytes) for each in (protected, payload, signature)) or not (
        isinstance(unprotected, Mapping)
    ):
        raise _refuse("it is no COSE_Sign1 of four parts, or its payload is detached")
    header = _parse_header(protected)
    media_type = _media_type_of(header)
    document = parse_json(payload)
    if not isinstance(document, dict):
        raise UnreadableInput("The message's payload is no JSON object.", code="jwt_claims")
    return VcCose(
        kind=MEDIA_TYPES[media_type],
        media_type=media_type,
        header=header,
        document=document,
        signing_input=_signing_input(protected, payload),
        signature=signature,
    )


def is_signature_valid(message: bytes | VcCose, *, key: PublicKey) -> bool:
    """Tell whether the message is signed by this key, with the one algorithm that the key has.

    Raises:
        UnreadableInput: the bytes are no message of this family.
    """
    parsed = parse(message) if isinstance(message, bytes) else message
    if parsed.header.get(_ALG) not in _ALGORITHMS.get(key.algorithm, ()):
        return False
    return key.is_signature_of(parsed.signing_input, signature=parsed.signature)


def check_claims(message: VcCose) -> tuple[Finding, ...]:
    """List what contradicts the document: an issuer in the header, credentials unsecured.

    Source: VC-JOSE-COSE, 3.3.2 and 4.1.2; RFC 9597 (CWT claims in a header).
    """
    claims = message.header.get(_CWT_CLAIMS, {})
    stated = claims.get(_CWT_ISSUER, ...) if isinstance(claims, Mapping) else None
    return (
        *check_header_issuer(stated, controller=message.controller),
        *check_registered({}, document=message.document, kind=message.kind),
    )


def envelop(message: bytes) -> JsonObject:
    """Return the envelope of a message of this family.

    Raises:
        UnreadableInput: it is none.

    Source: VC Data Model 2.0, 4.13; VC-JOSE-COSE, 3.3.2 (base64).
    """
    return build_envelope(message, media_type=parse(message).media_type)


def _sign(document: Mapping[str, Any], content_type: str, *, signer: Signer) -> bytes:
    import cbor2

    algorithms = _ALGORITHMS.get(signer.algorithm)
    if algorithms is None:
        raise InvalidKey(
            f"A key of kind {signer.algorithm} signs no COSE message.", code="key_algorithm"
        )
    body: JsonObject = copy_json(document)
    if "proof" in body:
        raise InvalidDraft(["$.proof: can not stand here"])
    protected = cbor2.dumps(
        {
            _ALG: algorithms[0],
            _CONTENT_TYPE: f"application/{content_type}",
            _KEY_ID: signer.verification_method.encode(),
            _TYPE: f"application/{content_type}+cose",
        }
    )
    payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    signature = signer.sign(_signing_input(protected, payload))
    return cbor2.dumps(cbor2.CBORTag(_TAG, [protected, {}, payload, signature]))


def _signing_input(protected: bytes, payload: bytes) -> bytes:
    """Build the Sig_structure. Source: RFC 9052, 4.4."""
    import cbor2

    return cbor2.dumps(["Signature1", protected, b"", payload])


def _load(data: bytes) -> Any:
    import cbor2

    stream = io.BytesIO(data)
    try:
        value = cbor2.CBORDecoder(
            stream,
            max_depth=_MAX_DEPTH,
            allow_duplicate_keys=False,
        ).decode()
    except (cbor2.CBORDecodeError, ValueError, OverflowError, RecursionError, TypeError) as error:
        raise _refuse(f"its CBOR can not be read: {error}") from error
    if stream.tell() != len(data):
        raise _refuse("there is something behind its end")
    return value


def _parse_header(data: bytes) -> Mapping[Any, Any]:
    header = _load(data) if data else {}
    if not isinstance(header, Mapping):
        raise _refuse("its protected header is no map")
    if _CRITICAL in header:
        raise _refuse("its header has crit, which asks for an extension that is not understood")
    return header


def _media_type_of(header: Mapping[Any, Any]) -> str:
    stated = header.get(_TYPE)
    media_type = stated.lower().removeprefix("application/") if isinstance(stated, str) else ""
    if media_type not in MEDIA_TYPES:
        raise UnreadableInput(
            f"The message's type is {str(stated)[:60]!r}; application/vc+cose or "
            "application/vp+cose was expected.",
            code="jws_type",
        )
    content_type = header.get(_CONTENT_TYPE)
    if content_type in ("application/vc", "application/vp") and (
        str(content_type)[-2:] != media_type[:2]
    ):
        raise UnreadableInput(
            f"The message of type {media_type} says that its content is {content_type}.",
            code="jws_type",
        )
    return media_type


def _refuse(problem: str) -> UnreadableInput:
    return UnreadableInput(f"This is no COSE message that is read here: {problem}.", code="cose")
