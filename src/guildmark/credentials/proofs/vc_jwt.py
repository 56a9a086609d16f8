"""VC-JWT: a credential whose proof is the JWT around it, as Open Badges 3.0 writes it.

The claims are the credential itself plus the registered claims that repeat a part of it:
``iss`` (issuer.id), ``jti`` (id), ``nbf`` (validFrom), ``sub`` (credentialSubject.id) and ``exp``
(validUntil). Each must be equal to what it repeats; ``check_claims`` says where it is not.

The older form of VC Data Model 1.1, with the credential under ``vc``, is read too, never issued.
This is not VC-JOSE-COSE (``vc+jwt``), which is in ``vc_jose``.

Source: Open Badges 3.0, 8.2 (JSON Web Token Proof Format); VC Data Model 1.1, 6.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

from guildmark.credentials.encoding import JsonObject, copy_json, format_datetime, parse_datetime
from guildmark.credentials.errors import CredentialError, InvalidDraft, InvalidKey, UnreadableInput
from guildmark.credentials.keys import PublicKey, Signer
from guildmark.credentials.keys.jws import (
    Jws,
    build_jws,
    is_jws_valid,
    jose_algorithm,
    parse_claims,
    parse_jws,
    parse_numeric_date,
)
from guildmark.credentials.model import Finding

__all__ = [
    "MEDIA_TYPE",
    "VcJwt",
    "VcJwtForm",
    "check_claims",
    "is_signature_valid",
    "parse",
    "sign",
]

MEDIA_TYPE: Final = "jwt"

VcJwtForm = Literal["open-badges-3.0", "vc-1.1"]

# The public validator reads these two only (Open Badges 3.0, 8.2.3 makes RS256 mandatory).
_ISSUED_WITH: Final = frozenset({"RS256", "ES256"})
# Claims about the token; everything else in an Open Badges 3.0 token is the credential.
_REGISTERED: Final = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})


@dataclass(frozen=True, slots=True)
class VcJwt:
    """A VC-JWT taken apart; its signature is not verified yet.

    Attributes:
        jws: header, payload and signature.
        claims: the whole payload.
        credential: the credential in it, without the registered claims; for ``vc-1.1`` completed
            from them as that data model asks.
        form: which standard's way it is written in.
    """

    jws: Jws = field(repr=False)
    claims: JsonObject
    credential: JsonObject
    form: VcJwtForm

    @property
    def header(self) -> JsonObject:
        """The protected header."""
        return self.jws.header

    @property
    def signing_input(self) -> bytes:
        """The bytes that the signature covers."""
        return self.jws.signing_input

    @property
    def signature(self) -> bytes:
        """The raw signature."""
        return self.jws.signature

    @property
    def issuer(self) -> str | None:
        """The issuer's id as the credential names it."""
        return _id_of(self.credential.get("issuer"))

    @property
    def verification_method(self) -> str | None:
        """``kid`` as an absolute id, completed with the issuer where it starts with ``#``.

        None where the token has no ``kid``. It says where to look, not whom to trust.
        """
        kid = self.jws.key_id
        if kid is None or not kid.startswith("#"):
            return kid
        return None if self.issuer is None else self.issuer + kid


def sign(
    credential: Mapping[str, Any], *, signer: Signer, public_key: PublicKey | None = None
) -> str:
    """Return the credential as an Open Badges 3.0 VC-JWT.

    Args:
        credential: a VC 2.0 document without ``proof``; not checked here.
        signer: an RSA or P-256 key; its ``verification_method`` becomes ``kid``.
        public_key: the signer's, to stand in the header as ``jwk`` in place of ``kid``; readers
            then have to compare it with what they know of the issuer.

    Raises:
        InvalidKey: another kind of key (``key_algorithm``).
        InvalidDraft: the credential has a proof or a registered claim already.
        UnreadableInput: ``validFrom`` or ``validUntil`` is no date, or a value JSON does not have.

    Source: Open Badges 3.0, 8.2.4.1 (Create the Proof).
    """
    if jose_algorithm(signer.algorithm) not in _ISSUED_WITH:
        raise InvalidKey(
            f"Open Badges 3.0 VC-JWT is signed with RSA or P-256 keys; this key is "
            f"{signer.algorithm}.",
            code="key_algorithm",
        )
    taken = (_REGISTERED | {"proof", "vc", "vp"}) & credential.keys()
    if taken:
        raise InvalidDraft([f"$.{name}: can not stand here" for name in sorted(taken)])
    body: JsonObject = copy_json(credential)
    header: JsonObject = {"typ": "JWT"}
    if public_key is None:
        header["kid"] = signer.verification_method
    else:
        header["jwk"] = public_key.to_jwk()
    return build_jws({**body, **_registered_claims(body)}, header=header, signer=signer)


def parse(token: str) -> VcJwt:
    """Take a VC-JWT apart, of Open Badges 3.0 or of VC Data Model 1.1.

    Raises:
        UnreadableInput: no strict compact JWS (``jws_…``), another ``typ`` (``jws_type``), no
            claims (``jwt_claims``), or a credential both inside and outside ``vc``
            (``jwt_ambiguous``).

    Source: Open Badges 3.0, 8.2.4.2; VC Data Model 1.1, 6.3.1.2.
    """
    jws = parse_jws(token)
    if jws.media_type not in (None, MEDIA_TYPE):
        raise UnreadableInput(
            f"The token is of type {str(jws.header.get('typ'))[:60]!r}; a VC-JWT is of type 'JWT'.",
            code="jws_type",
        )
    claims = parse_claims(jws)
    if "vc" not in claims:
        credential = {name: value for name, value in claims.items() if name not in _REGISTERED}
        return VcJwt(jws, claims, credential, "open-badges-3.0")
    inner = claims["vc"]
    if not isinstance(inner, dict) or {"@context", "type", "credentialSubject"} & claims.keys():
        raise UnreadableInput(
            "The token names one credential under vc and another beside it, or vc is no object.",
            code="jwt_ambiguous",
        )
    return VcJwt(jws, claims, _complete(inner, claims), "vc-1.1")


def is_signature_valid(token: str | VcJwt, *, key: PublicKey) -> bool:
    """Tell whether the token is signed by this key.

    Raises:
        UnreadableInput: the text is no VC-JWT.
    """
    parsed = parse(token) if isinstance(token, str) else token
    return is_jws_valid(parsed.jws, key=key)


def check_claims(token: VcJwt) -> tuple[Finding, ...]:
    """List each registered claim that is missing, malformed or not equal to what it repeats.

    Source: Open Badges 3.0, 8.2.4.1 and 8.2.4.2; VC Data Model 1.1, 6.3.1.
    """
    return tuple(_check_claims(token))


def _check_claims(token: VcJwt) -> Iterator[Finding]:
    body = token.credential if token.form == "open-badges-3.0" else token.claims["vc"]
    required = token.form == "open-badges-3.0"
    subjects = body.get("credentialSubject")
    pairs = (
        ("iss", _id_of(body.get("issuer")), "issuer.id"),
        ("jti", body.get("id"), "id"),
        ("sub", _single_id_of(subjects), "credentialSubject.id"),
    )
    for claim, repeated, name in pairs:
        yield from _check_text(token.claims, claim, repeated, name=name, required=required)
    starts = ("validFrom",) if required else ("validFrom", "issuanceDate")
    ends = ("validUntil",) if required else ("validUntil", "expirationDate")
    yield from _check_moment(token.claims, "nbf", body, names=starts, required=required)
    yield from _check_moment(token.claims, "exp", body, names=ends, required=required)
    yield from _check_readable(token.claims, "iat")


def _check_text(
    claims: JsonObject, claim: str, repeated: object, *, name: str, required: bool
) -> Iterator[Finding]:
    if claim not in claims:
        if required and repeated is not None:
            yield Finding(f"$.{claim}", f"is missing; it must repeat {name}")
    elif not isinstance(claims[claim], str):
        yield Finding(f"$.{claim}", "must be text")
    elif claims[claim] != repeated and (required or repeated is not None):
        yield Finding(f"$.{claim}", f"is {claims[claim][:200]!r}, but {name} is not")


def _check_moment(
    claims: JsonObject, claim: str, body: JsonObject, *, names: tuple[str, ...], required: bool
) -> Iterator[Finding]:
    name = next((each for each in names if each in body), names[0])
    if claim not in claims:
        if required and name in body:
            yield Finding(f"$.{claim}", f"is missing; it must repeat {name}")
        return
    try:
        stated = parse_numeric_date(claims, claim)
        repeated = _whole_seconds(body[name]) if name in body else None
    except CredentialError as error:
        yield Finding(f"$.{claim}", error.message)
        return
    if repeated is None:
        if required:
            yield Finding(f"$.{claim}", f"is there, but the credential has no {name}")
    elif stated is not None and stated.replace(microsecond=0) != repeated:
        yield Finding(f"$.{claim}", f"is {stated.isoformat()}, but {name} is {body[name]!r}")


def _check_readable(claims: JsonObject, claim: str) -> Iterator[Finding]:
    try:
        parse_numeric_date(claims, claim)
    except CredentialError as error:
        yield Finding(f"$.{claim}", error.message)


def _registered_claims(body: JsonObject) -> JsonObject:
    """Build the claims that repeat a part of the credential. Source: Open Badges 3.0, 8.2.4.1."""
    values = {
        "iss": _id_of(body.get("issuer")),
        "jti": body.get("id"),
        "nbf": _timestamp(body.get("validFrom")),
        "sub": _single_id_of(body.get("credentialSubject")),
        "exp": _timestamp(body.get("validUntil")),
    }
    return {claim: value for claim, value in values.items() if value is not None}


def _complete(inner: JsonObject, claims: JsonObject) -> JsonObject:
    """Give a 1.1 credential what only the claims say. Source: VC Data Model 1.1, 6.3.1.2."""
    credential = dict(inner)
    for claim, name in (("iss", "issuer"), ("jti", "id")):
        if isinstance(claims.get(claim), str):
            credential.setdefault(name, claims[claim])
    for claim, old, new in (
        ("nbf", "issuanceDate", "validFrom"),
        ("exp", "expirationDate", "validUntil"),
    ):
        moment = _readable_date(claims, claim)
        if moment is not None and not {old, new} & credential.keys():
            credential[old] = format_datetime(moment)
    subject = credential.get("credentialSubject")
    if isinstance(claims.get("sub"), str) and isinstance(subject, dict):
        credential["credentialSubject"] = {"id": claims["sub"], **subject}
    return credential


def _readable_date(claims: JsonObject, claim: str) -> datetime | None:
    try:
        return parse_numeric_date(claims, claim)
    except CredentialError:
        return None  # check_claims names it


def _timestamp(text: object) -> int | None:
    return None if text is None else int(_whole_seconds(text).timestamp())


def _whole_seconds(text: object) -> datetime:
    return parse_datetime(str(text)).astimezone(UTC).replace(microsecond=0)


def _id_of(value: object) -> str | None:
    found = value.get("id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) else None


def _single_id_of(subjects: object) -> str | None:
    listed = subjects if isinstance(subjects, list) else [subjects]
    if len(listed) != 1 or not isinstance(listed[0], Mapping):
        return None
    return _id_of(listed[0])
