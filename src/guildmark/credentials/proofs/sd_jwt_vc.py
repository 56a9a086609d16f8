"""SD-JWT VC: flat claims under a type, selectively disclosable (``dc+sd-jwt``).

This is the credential format of the European wallet. It knows no JSON-LD: ``vct`` names the
type, and what the claims mean is said by the type's metadata.

Not here: getting the issuer's keys (``jwt_vc_issuer_url`` says where they are), type metadata,
and the status list (``status.token_list``).

Source: SD-JWT-based Verifiable Credentials (draft-ietf-oauth-sd-jwt-vc), 3 and 5.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import CredentialError, InvalidDraft, InvalidKey, UnreadableInput
from guildmark.credentials.keys import PublicKey, Signer
from guildmark.credentials.keys.jws import parse_numeric_date
from guildmark.credentials.model import Finding
from guildmark.credentials.proofs import key_binding
from guildmark.credentials.proofs.disclosures import Path, format_path
from guildmark.credentials.proofs.sd_jwt import (
    SdJwt,
    build_sd_jwt,
    is_sd_jwt_valid,
    parse_sd_jwt,
    select_disclosures,
)

__all__ = [
    "MEDIA_TYPE",
    "SdJwtVc",
    "check_claims",
    "check_key_binding",
    "check_registered",
    "find_issuer_key",
    "is_signature_valid",
    "issue",
    "jwt_vc_issuer_url",
    "parse",
    "present",
]

MEDIA_TYPE: Final = "dc+sd-jwt"

# A holder who could keep these back could outlive his credential (draft, 3.2.2.2).
_ALWAYS_SHOWN: Final = ("iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status")


@dataclass(frozen=True, slots=True)
class SdJwtVc:
    """An SD-JWT VC taken apart; its signature is not verified yet.

    Attributes:
        sd_jwt: the token.
        vct: what type of credential it says it is.
    """

    sd_jwt: SdJwt = field(repr=False)
    vct: str

    @property
    def header(self) -> JsonObject:
        """The protected header."""
        return self.sd_jwt.jws.header

    @property
    def claims(self) -> JsonObject:
        """What the token says, with the disclosures that came along."""
        return self.sd_jwt.claims

    @property
    def issuer(self) -> str | None:
        """``iss`` where it is text."""
        issuer = self.claims.get("iss")
        return issuer if isinstance(issuer, str) else None

    @property
    def verification_method(self) -> str | None:
        """``kid`` as an absolute id where the issuer is a DID, else as it stands."""
        kid = self.sd_jwt.jws.key_id
        if kid is None or self.issuer is None or not self.issuer.startswith("did:"):
            return kid
        return kid if kid.startswith("did:") else f"{self.issuer}#{kid.removeprefix('#')}"


def issue(
    claims: Mapping[str, Any],
    *,
    vct: str,
    signer: Signer,
    disclose: Iterable[Path] = (),
    holder_jwk: Mapping[str, Any] | None = None,
    decoys: int = 0,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """Return an SD-JWT VC with every disclosure, for the holder to keep.

    Args:
        claims: what is said, with ``iss``, ``exp``, ``status`` and the like where wanted.
        vct: an absolute URL or another name that nobody else uses.
        signer: its ``verification_method`` becomes ``kid``.
        disclose: paths of the members that the holder may keep back.
        holder_jwk: the holder's public key, to bind the token to.
        decoys: see ``build_sd_jwt``.
        random: see ``build_sd_jwt``.

    Raises:
        InvalidDraft: a path leads nowhere or to what must always be shown, or ``claims`` has
            ``vct`` or ``cnf`` of its own.
        InvalidKey: ``holder_jwk`` is no public key, or the signer's key signs no JWS.

    Source: draft-ietf-oauth-sd-jwt-vc, 3.2.
    """
    paths = set(disclose)
    findings = [
        *(
            f"{format_path(p)}: must always be shown"
            for p in paths
            if p[:1] and p[0] in _ALWAYS_SHOWN
        ),
        *(f"$.{name}: is given beside the claims" for name in ("vct", "cnf") if name in claims),
    ]
    if not vct:
        findings.append("$.vct: must name the type of the credential")
    if findings:
        raise InvalidDraft(findings)
    body: JsonObject = {"vct": vct, **claims}
    if holder_jwk is not None:
        # Read and written again, so that no private member slips in.
        body["cnf"] = {"jwk": PublicKey.from_jwk(holder_jwk).to_jwk()}
    return build_sd_jwt(
        body,
        header={"typ": MEDIA_TYPE, "kid": signer.verification_method},
        signer=signer,
        disclose=paths,
        decoys=decoys,
        random=random,
    )


def present(
    token: str,
    *,
    disclose: Iterable[Path] | None,
    holder_signer: Signer | None = None,
    audience: str = "",
    nonce: str = "",
    now: datetime | None = None,
) -> str:
    """Return the token as its holder shows it: chosen disclosures, and his signature.

    Args:
        disclose: paths to show; None shows all.
        holder_signer: holds the key that the token is bound to; None leaves key binding out.
        audience: who asked.
        nonce: what it gave for this one time.
        now: the holder's clock; needed with holder_signer.

    Raises:
        UnreadableInput: it is no SD-JWT VC.
        InvalidDraft: a path is none of a disclosure.

    Source: RFC 9901, 7.2.
    """
    shown = select_disclosures(parse(token).sd_jwt, disclose=disclose)
    if holder_signer is None:
        return shown
    if now is None:
        raise ValueError("a key binding needs the time")
    return key_binding.add_key_binding(
        shown, signer=holder_signer, audience=audience, nonce=nonce, now=now
    )


def parse(token: str) -> SdJwtVc:
    """Take an SD-JWT VC apart, with or without key binding.

    Raises:
        UnreadableInput: no such token (``jws_…``, ``sd_jwt_…``), another ``typ`` (``jws_type``),
            no ``vct`` (``sd_jwt_vct``), or a claim disclosed that must always be shown
            (``sd_jwt_disclosure``).

    Source: draft-ietf-oauth-sd-jwt-vc, 3.2 and 3.4.
    """
    parsed = parse_sd_jwt(token)
    if parsed.jws.media_type != MEDIA_TYPE:
        raise UnreadableInput(
            f"The token is of type {str(parsed.jws.header.get('typ'))[:60]!r}; an SD-JWT VC is of "
            f"type {MEDIA_TYPE!r}.",
            code="jws_type",
        )
    for path in parsed.disclosed:
        if path[0] in _ALWAYS_SHOWN:
            raise UnreadableInput(
                f"{format_path(path)} is a disclosure, but must always be shown.",
                code="sd_jwt_disclosure",
            )
    vct = parsed.claims.get("vct")
    if not isinstance(vct, str) or not vct:
        raise UnreadableInput("The token has no vct that names its type.", code="sd_jwt_vct")
    return SdJwtVc(sd_jwt=parsed, vct=vct)


def is_signature_valid(token: str | SdJwtVc, *, key: PublicKey) -> bool:
    """Tell whether the issuer's part is signed by this key.

    Raises:
        UnreadableInput: the text is no SD-JWT VC.
    """
    parsed = parse(token) if isinstance(token, str) else token
    return is_sd_jwt_valid(parsed.sd_jwt, key=key)


def check_claims(token: SdJwtVc) -> tuple[Finding, ...]:
    """List each registered claim that is not of its kind.

    Whether the dates are past is for the caller: ``parse_numeric_date(token.claims, "exp")``.

    Source: draft-ietf-oauth-sd-jwt-vc, 3.2.2.2.
    """
    return tuple(check_registered(token.claims))


def check_key_binding(
    token: SdJwtVc,
    *,
    audience: str,
    nonce: str,
    now: datetime,
    max_age: timedelta = timedelta(minutes=5),
) -> tuple[Finding, ...]:
    """List what is wrong with the holder's signature; see ``key_binding.check_key_binding``."""
    return key_binding.check_key_binding(
        token.sd_jwt, audience=audience, nonce=nonce, now=now, max_age=max_age
    )


def jwt_vc_issuer_url(issuer: str) -> str:
    """Return where an issuer's keys are published: ``/.well-known/jwt-vc-issuer`` before its path.

    Raises:
        InvalidKey: the issuer is no https URL without query and fragment (``issuer_url``).

    Source: draft-ietf-oauth-sd-jwt-vc, 4.1.
    """
    parts = urlsplit(issuer)
    if parts.scheme != "https" or not parts.netloc or parts.query or parts.fragment:
        raise InvalidKey(f"{issuer[:200]!r} is no https issuer.", code="issuer_url")
    return f"https://{parts.netloc}/.well-known/jwt-vc-issuer{parts.path.rstrip('/')}"


def find_issuer_key(keys: Mapping[str, Any], *, kid: str | None) -> PublicKey:
    """Find the issuer's key in its JWK set.

    Args:
        keys: a JWK set: ``{"keys": […]}``.
        kid: what the token's header names; None picks the only key there is.

    Raises:
        InvalidKey: none, or more than one, answers to it (``method_unknown``), or it is of a
            kind that is not used.

    Source: RFC 7517, 4.5 and 5; draft-ietf-oauth-sd-jwt-vc, 4.2.
    """
    listed = keys.get("keys")
    found = [
        jwk
        for jwk in (listed if isinstance(listed, list) else [])
        if isinstance(jwk, Mapping) and (kid is None or jwk.get("kid") == kid)
    ]
    if len(found) != 1:
        raise InvalidKey(
            f"The issuer's key set has {len(found)} keys named {str(kid)[:200]!r}.",
            code="method_unknown",
        )
    return PublicKey.from_jwk(found[0])


def check_registered(claims: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield each registered claim that is not of its kind, before signing or after reading."""
    for name in ("iss", "sub", "jti"):
        if name in claims and not isinstance(claims[name], str):
            yield Finding(f"$.{name}", "must be text")
    for name in ("cnf", "status"):
        if name in claims and not isinstance(claims[name], Mapping):
            yield Finding(f"$.{name}", "must be an object")
    for name in ("nbf", "exp", "iat"):
        try:
            parse_numeric_date(claims, name)
        except CredentialError as error:
            yield Finding(f"$.{name}", error.message)
