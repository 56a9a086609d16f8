"""The presentation as VC Data Model 1.1 writes it in a token: under the claim ``vp``.

Read only; ``vc_jose`` signs presentations. Wallets of the older kind, and the published suite of
VC Data Model 2.0, still send it.

Source: VC Data Model 1.1, 6.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.keys import PublicKey
from guildmark.credentials.keys.jws import (
    Jws,
    is_jws_valid,
    parse_claims,
    parse_jws,
    parse_numeric_date,
)
from guildmark.credentials.model import Finding

__all__ = ["VpJwt", "check_claims", "is_signature_valid", "parse"]


@dataclass(frozen=True, slots=True)
class VpJwt:
    """A presentation in a token taken apart; its signature is not verified yet.

    Attributes:
        jws: header, payload and signature.
        claims: the whole payload.
        presentation: what stands under ``vp``, with the holder of ``iss`` where it has none.
        audience: ``aud``: for whom it was made, none where the token does not say.
        nonce: ``nonce``: what the verifier gave; None where the token does not say.
    """

    jws: Jws = field(repr=False)
    claims: JsonObject = field(repr=False)
    presentation: JsonObject
    audience: tuple[str, ...]
    nonce: str | None

    @property
    def holder(self) -> str | None:
        """Who presents, as the presentation says."""
        return _id_of(self.presentation.get("holder"))

    @property
    def verification_method(self) -> str | None:
        """``kid`` as an absolute id, completed with the holder where it starts with ``#``."""
        kid = self.jws.key_id
        if kid is None or not kid.startswith("#"):
            return kid
        return None if self.holder is None else self.holder + kid


def parse(token: str) -> VpJwt:
    """Take such a token apart.

    Raises:
        UnreadableInput: no strict compact JWS (``jws_…``), another ``typ`` (``jws_type``), or no
            object ``vp`` alone (``jwt_ambiguous``).

    Source: VC Data Model 1.1, 6.3.1.2.
    """
    jws = parse_jws(token)
    if jws.media_type not in (None, "jwt"):
        raise UnreadableInput(
            f"The token is of type {str(jws.header.get('typ'))[:60]!r}, not 'JWT'.",
            code="jws_type",
        )
    claims = parse_claims(jws)
    inner = claims.get("vp")
    if not isinstance(inner, dict) or {"vc", "verifiableCredential"} & claims.keys():
        raise UnreadableInput(
            "The token has no presentation under vp, or something else beside it.",
            code="jwt_ambiguous",
        )
    presentation = dict(inner)
    if isinstance(claims.get("iss"), str):
        presentation.setdefault("holder", claims["iss"])
    audience = claims.get("aud", [])
    listed = audience if isinstance(audience, list) else [audience]
    nonce = claims.get("nonce")
    return VpJwt(
        jws=jws,
        claims=claims,
        presentation=presentation,
        audience=tuple(each for each in listed if isinstance(each, str)),
        nonce=nonce if isinstance(nonce, str) else None,
    )


def is_signature_valid(token: str | VpJwt, *, key: PublicKey) -> bool:
    """Tell whether the token is signed by this key.

    Raises:
        UnreadableInput: the text is no such token.
    """
    parsed = parse(token) if isinstance(token, str) else token
    return is_jws_valid(parsed.jws, key=key)


def check_claims(token: VpJwt) -> tuple[Finding, ...]:
    """List each registered claim that is malformed or contradicts the presentation.

    Source: VC Data Model 1.1, 6.3.1.
    """
    return tuple(_check_claims(token))


def _check_claims(token: VpJwt) -> Iterator[Finding]:
    for claim, repeated, name in (
        ("iss", token.holder, "holder"),
        ("jti", token.presentation.get("id"), "id"),
    ):
        value = token.claims.get(claim)
        if claim in token.claims and not isinstance(value, str):
            yield Finding(f"$.{claim}", "must be text")
        elif claim in token.claims and repeated is not None and value != repeated:
            yield Finding(f"$.{claim}", f"is {str(value)[:200]!r}, but {name} is not")
    for claim in ("exp", "nbf", "iat"):
        try:
            parse_numeric_date(token.claims, claim)
        except CredentialError as error:
            yield Finding(f"$.{claim}", error.message)


def _id_of(value: object) -> str | None:
    found = value.get("id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) else None
