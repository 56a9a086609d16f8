"""Key binding: the holder of an SD-JWT signs what he shows, for one verifier and one moment.

Source: RFC 9901, 4.3 (Key Binding JWT) and 7.3 (verification).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from guildmark.credentials.errors import CredentialError, InvalidKey
from guildmark.credentials.keys import PublicKey, Signer
from guildmark.credentials.keys.jws import (
    build_jws,
    is_jws_valid,
    parse_claims,
    parse_jws,
    parse_numeric_date,
)
from guildmark.credentials.model import Finding
from guildmark.credentials.proofs.disclosures import digest_of, hash_name_of
from guildmark.credentials.proofs.sd_jwt import SdJwt, parse_sd_jwt

__all__ = ["KEY_BINDING_TYPE", "add_key_binding", "check_key_binding", "holder_key_of"]

KEY_BINDING_TYPE: Final = "kb+jwt"

# Between the holder's clock and ours.
_LEEWAY: Final = timedelta(seconds=90)


def add_key_binding(
    presented: str, *, signer: Signer, audience: str, nonce: str, now: datetime
) -> str:
    """Return a token with the holder's signature over exactly what it shows.

    Args:
        presented: an SD-JWT that ends with ``~``, as ``select_disclosures`` makes it.
        signer: holds the key that the issuer wrote into ``cnf``.
        audience: who asked, as it named itself.
        nonce: what it gave for this one time.
        now: the holder's clock.

    Raises:
        UnreadableInput: it is no SD-JWT.
        ValueError: it has a key binding already.

    Source: RFC 9901, 4.3 and 7.2, step 5.
    """
    token = parse_sd_jwt(presented)
    if token.key_binding is not None:
        raise ValueError("the token has a key binding already")
    claims = {
        "iat": int(now.timestamp()),
        "aud": audience,
        "nonce": nonce,
        "sd_hash": digest_of(presented, hash_name=hash_name_of(token.payload)),
    }
    return presented + build_jws(claims, header={"typ": KEY_BINDING_TYPE}, signer=signer)


def holder_key_of(token: SdJwt) -> PublicKey | None:
    """Return the key that the issuer bound the token to by ``cnf.jwk``; None where it did not.

    Raises:
        InvalidKey: ``cnf`` is there and holds no public key that can be used.

    Source: RFC 7800, 3.2; RFC 9901, 4.1.2.
    """
    confirmation = token.payload.get("cnf")
    if confirmation is None:
        return None
    jwk = confirmation.get("jwk") if isinstance(confirmation, Mapping) else None
    if not isinstance(jwk, Mapping):
        raise InvalidKey("The token's cnf names its holder's key by no jwk.", code="holder_key")
    return PublicKey.from_jwk(jwk)


def check_key_binding(
    token: SdJwt,
    *,
    audience: str,
    nonce: str,
    now: datetime,
    max_age: timedelta = timedelta(minutes=5),
    key: PublicKey | None = None,
) -> tuple[Finding, ...]:
    """List what is wrong with the holder's signature; nothing when it holds.

    Args:
        audience: who we are, exactly as we named ourselves to the holder.
        nonce: what we gave him; that it is used once is the caller's to see to.
        now: our clock.
        max_age: how old the signature may be.
        key: the holder's key where the issuer named it otherwise than by ``cnf.jwk``.

    Source: RFC 9901, 7.3, step 5 of the verifier.
    """
    if token.key_binding is None:
        return (Finding("$.key_binding", "is missing; the holder did not sign what is shown"),)
    try:
        holder = key or holder_key_of(token)
        if holder is None:
            return (Finding("$.cnf", "is missing; the token is bound to no holder"),)
        jws = parse_jws(token.key_binding)
        claims = parse_claims(jws)
    except CredentialError as error:
        return (Finding("$.key_binding", error.message),)
    if jws.header.get("typ") != KEY_BINDING_TYPE:
        return (Finding("$.key_binding.typ", f"must be {KEY_BINDING_TYPE!r}"),)
    if not is_jws_valid(jws, key=holder):
        return (Finding("$.key_binding", "is not signed by the holder's key"),)
    wanted = {
        "aud": audience,
        "nonce": nonce,
        "sd_hash": digest_of(token.presented, hash_name=hash_name_of(token.payload)),
    }
    return (*_check_equal(claims, wanted), *_check_age(claims, now=now, max_age=max_age))


def _check_equal(claims: Mapping[str, Any], wanted: Mapping[str, str]) -> Iterator[Finding]:
    for name, value in wanted.items():
        if claims.get(name) != value:
            yield Finding(f"$.key_binding.{name}", "is not what was asked for")


def _check_age(
    claims: Mapping[str, Any], *, now: datetime, max_age: timedelta
) -> Iterator[Finding]:
    try:
        issued = parse_numeric_date(claims, "iat")
    except CredentialError as error:
        yield Finding("$.key_binding.iat", error.message)
        return
    if issued is None:
        yield Finding("$.key_binding.iat", "is missing")
    elif not now - max_age - _LEEWAY <= issued <= now + _LEEWAY:
        yield Finding("$.key_binding.iat", f"is {issued.isoformat()}, which is not now")
