"""VC-JOSE-COSE with JOSE: the credential or presentation is the token's payload as it is.

``vc+jwt`` and ``vp+jwt`` are plain signed tokens, ``vc+sd-jwt`` and ``vp+sd-jwt`` the same with
selective disclosure. The claims ``vc`` and ``vp`` must not appear: that is the older VC-JWT, in
``vc_jwt``. COSE is in ``vc_cose``.

Source: Securing Verifiable Credentials using JOSE and COSE 1.0, 3.1, 3.2 and 4.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, copy_json
from guildmark.credentials.errors import CredentialError, InvalidDraft, UnreadableInput
from guildmark.credentials.keys import PublicKey, Signer
from guildmark.credentials.keys.jws import (
    Jws,
    build_jws,
    is_jws_valid,
    parse_claims,
    parse_jws,
    parse_numeric_date,
    short_media_type,
)
from guildmark.credentials.model import Finding
from guildmark.credentials.proofs.disclosures import Path, format_path
from guildmark.credentials.proofs.envelope import (
    Envelope,
    EnvelopeKind,
    build_envelope,
    open_envelope,
)
from guildmark.credentials.proofs.sd_jwt import SdJwt, build_sd_jwt, parse_sd_jwt

__all__ = [
    "MEDIA_TYPES",
    "VcJose",
    "check_claims",
    "check_enveloped",
    "check_header_issuer",
    "check_registered",
    "envelop",
    "is_signature_valid",
    "open_envelope",
    "parse",
    "parse_envelope",
    "sign_credential",
    "sign_presentation",
]

MEDIA_TYPES: Final[dict[str, EnvelopeKind]] = {
    "vc+jwt": "credential",
    "vc+sd-jwt": "credential",
    "vp+jwt": "presentation",
    "vp+sd-jwt": "presentation",
}
# Claims about the token: no part of the document that JSON-LD reads.
_ABOUT_TOKEN: Final = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce"})
# What verifying needs must always be shown (VC-JOSE-COSE, 3.2.1); a holder who could keep
# validUntil back could outlive his credential.
_ALWAYS_SHOWN: Final = frozenset(
    {"@context", "type", "validUntil", "credentialStatus", "credentialSchema"}
)


@dataclass(frozen=True, slots=True)
class VcJose:
    """A secured credential or presentation taken apart; its signature is not verified yet.

    Attributes:
        kind: ``credential`` or ``presentation``, by ``typ``.
        media_type: ``vc+jwt``, ``vp+jwt``, ``vc+sd-jwt`` or ``vp+sd-jwt``.
        jws: the signed part.
        claims: the payload, with the disclosures that came along.
        document: the credential or presentation: the claims without those about the token.
        sd_jwt: the selectively disclosable token where it is one.
    """

    kind: EnvelopeKind
    media_type: str
    jws: Jws = field(repr=False)
    claims: JsonObject = field(repr=False)
    document: JsonObject
    sd_jwt: SdJwt | None = field(default=None, repr=False)

    @property
    def header(self) -> JsonObject:
        """The protected header."""
        return self.jws.header

    @property
    def controller(self) -> str | None:
        """Who must have signed: the credential's issuer, or the presentation's holder."""
        return _id_of(self.document.get("issuer" if self.kind == "credential" else "holder"))

    @property
    def verification_method(self) -> str | None:
        """``kid`` as an absolute id, completed with the controller where it starts with ``#``."""
        kid = self.jws.key_id
        if kid is None or not kid.startswith("#"):
            return kid
        return None if self.controller is None else self.controller + kid


def sign_credential(
    credential: Mapping[str, Any],
    *,
    signer: Signer,
    disclose: Iterable[Path] | None = None,
    decoys: int = 0,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """Return the credential as ``vc+jwt``, or as ``vc+sd-jwt`` where disclose is given.

    Args:
        credential: a VC 2.0 document; not checked here.
        signer: its ``verification_method`` becomes ``kid``.
        disclose: paths of the members that the holder may keep back; () for an SD-JWT with none.
        decoys: see ``build_sd_jwt``.
        random: see ``build_sd_jwt``.

    Raises:
        InvalidDraft: the document has ``vc``, ``vp`` or ``proof``, or a path leads nowhere or to
            what must always be shown.
        InvalidKey: the signer's kind of key signs no JWS.

    Source: VC-JOSE-COSE, 3.1.1 and 3.2.1.
    """
    return _sign(credential, "vc", signer=signer, disclose=disclose, decoys=decoys, random=random)


def sign_presentation(
    presentation: Mapping[str, Any],
    *,
    signer: Signer,
    disclose: Iterable[Path] | None = None,
    audience: str | None = None,
    nonce: str | None = None,
) -> str:
    """Return the presentation as ``vp+jwt``, or as ``vp+sd-jwt`` where disclose is given.

    Args:
        presentation: a VC 2.0 presentation; each credential in it must be an envelope.
        signer: the holder's; its ``verification_method`` becomes ``kid``.
        disclose: see ``sign_credential``.
        audience: becomes ``aud``: for whom it is made.
        nonce: becomes ``nonce``: what he gave for this one time.

    Raises:
        InvalidDraft: see ``sign_credential``; or a credential that is no envelope.
        InvalidKey: the signer's kind of key signs no JWS.

    Source: VC-JOSE-COSE, 3.1.2 and 3.2.2.
    """
    findings = [str(finding) for finding in check_enveloped(presentation)]
    if findings:
        raise InvalidDraft(findings)
    asked = {"aud": audience, "nonce": nonce}
    body = {**presentation, **{k: v for k, v in asked.items() if v is not None}}
    return _sign(body, "vp", signer=signer, disclose=disclose)


def parse(token: str) -> VcJose:
    """Take a token of this family apart.

    Raises:
        UnreadableInput: no such token (``jws_…``, ``sd_jwt_…``), another ``typ`` or ``cty``
            (``jws_type``), or the claims ``vc`` or ``vp`` (``jwt_ambiguous``).

    Source: VC-JOSE-COSE, 3.1, 3.2 and 4.1.
    """
    sd_jwt = parse_sd_jwt(token) if "~" in token else None
    jws = parse_jws(token) if sd_jwt is None else sd_jwt.jws
    claims = parse_claims(jws) if sd_jwt is None else sd_jwt.claims
    media_type = jws.media_type or ""
    kind = MEDIA_TYPES.get(media_type)
    if kind is None or ("sd-jwt" in media_type) != (sd_jwt is not None):
        raise UnreadableInput(
            f"The token's type is {str(jws.header.get('typ'))[:60]!r}; vc+jwt or vp+jwt, or with "
            "disclosures vc+sd-jwt or vp+sd-jwt, was expected.",
            code="jws_type",
        )
    content_type = short_media_type(jws.header.get("cty"))
    if content_type in ("vc", "vp") and content_type != media_type[:2]:
        raise UnreadableInput(
            f"The token of type {media_type} says that its content is "
            f"{str(jws.header['cty'])[:60]!r}.",
            code="jws_type",
        )
    if claims.keys() & {"vc", "vp"}:
        raise UnreadableInput(
            "The token has a claim vc or vp, which this format forbids.", code="jwt_ambiguous"
        )
    document = {name: value for name, value in claims.items() if name not in _ABOUT_TOKEN}
    return VcJose(kind, media_type, jws, claims, document, sd_jwt)


def is_signature_valid(token: str | VcJose, *, key: PublicKey) -> bool:
    """Tell whether the token is signed by this key.

    Raises:
        UnreadableInput: the text is no token of this family.
    """
    parsed = parse(token) if isinstance(token, str) else token
    return is_jws_valid(parsed.jws, key=key)


def check_claims(token: VcJose) -> tuple[Finding, ...]:
    """List each claim that contradicts the document, and credentials that are no envelopes.

    ``exp`` and ``nbf`` must be dates; whether they are past is for the caller to say
    (``parse_numeric_date(token.claims, "exp")``). They concern the signature, not the award.

    Source: VC-JOSE-COSE, 3.1.2 and 3.1.3.
    """
    return (
        *check_header_issuer(token.header.get("iss", ...), controller=token.controller),
        *check_registered(token.claims, document=token.document, kind=token.kind),
    )


def check_header_issuer(stated: object, *, controller: str | None) -> Iterator[Finding]:
    """Yield a finding where a header names another issuer than the document.

    Args:
        stated: ``iss`` of the header; ``...`` where it has none.
        controller: the document's issuer or holder.

    Source: RFC 7519, 5.3; VC-JOSE-COSE, 4.1.2.
    """
    if stated is not ... and stated != controller:
        yield Finding("$.header.iss", f"is {str(stated)[:200]!r}, but the document's is not")


def check_registered(
    claims: Mapping[str, Any], *, document: Mapping[str, Any], kind: EnvelopeKind
) -> Iterator[Finding]:
    """Yield each claim that contradicts a document, however it is secured.

    Source: VC-JOSE-COSE, 3.1.3.
    """
    controller = "issuer" if kind == "credential" else "holder"
    pairs = [
        ("iss", _id_of(document.get(controller)), controller),
        ("jti", document.get("id"), "id"),
    ]
    if kind == "credential":
        pairs.append(("sub", _subject_id_of(document), "credentialSubject.id"))
    for claim, repeated, name in pairs:
        if claim in claims and not isinstance(claims[claim], str):
            yield Finding(f"$.{claim}", "must be text")
        elif claim in claims and repeated is not None and claims[claim] != repeated:
            yield Finding(f"$.{claim}", f"is {claims[claim][:200]!r}, but {name} is not")
    for claim in ("exp", "nbf"):
        try:
            parse_numeric_date(claims, claim)
        except CredentialError as error:
            yield Finding(f"$.{claim}", error.message)
    if kind == "presentation":
        yield from check_enveloped(document)


def check_enveloped(presentation: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield each credential of a presentation that is no envelope. Source: VC-JOSE-COSE, 3.1.2."""
    credentials = presentation.get("verifiableCredential", [])
    for index, entry in enumerate(credentials if isinstance(credentials, list) else [credentials]):
        url = entry.get("id") if isinstance(entry, Mapping) else None
        types = entry.get("type") if isinstance(entry, Mapping) else None
        enveloped = types in ("EnvelopedVerifiableCredential", ["EnvelopedVerifiableCredential"])
        if not enveloped or not isinstance(url, str) or not url.startswith("data:"):
            yield Finding(
                f"$.verifiableCredential[{index}]",
                "must be an EnvelopedVerifiableCredential with a data: URL",
            )


def envelop(token: str) -> JsonObject:
    """Return the envelope of a token of this family.

    Raises:
        UnreadableInput: it is none.

    Source: VC Data Model 2.0, 4.13.
    """
    return build_envelope(token, media_type=parse(token).media_type)


def parse_envelope(envelope: Envelope) -> VcJose:
    """Take apart the token in an envelope, which must be of the type that the envelope says.

    Raises:
        UnreadableInput: it is no such token, or another type (``envelope``).
    """
    if isinstance(envelope.content, bytes):
        raise UnreadableInput("The envelope holds COSE, not a token.", code="envelope")
    parsed = parse(envelope.content)
    if envelope.media_type not in (parsed.media_type, "jwt") or envelope.kind != parsed.kind:
        raise UnreadableInput(
            f"The envelope says {envelope.media_type}, the token in it {parsed.media_type}.",
            code="envelope",
        )
    return parsed


def _sign(
    document: Mapping[str, Any],
    content_type: str,
    *,
    signer: Signer,
    disclose: Iterable[Path] | None,
    decoys: int = 0,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    body: JsonObject = copy_json(document)
    paths = set(disclose or ())
    findings = [
        *(f"$.{name}: can not stand here" for name in ("vc", "vp", "proof") if name in body),
        *(
            f"{format_path(p)}: must always be shown"
            for p in paths
            if p[:1] and p[0] in _ALWAYS_SHOWN
        ),
    ]
    if findings:
        raise InvalidDraft(findings)
    suffix = "jwt" if disclose is None else "sd-jwt"
    header = {
        "typ": f"{content_type}+{suffix}",
        "cty": content_type,
        "kid": signer.verification_method,
    }
    if disclose is None:
        return build_jws(body, header=header, signer=signer)
    return build_sd_jwt(
        body, header=header, signer=signer, disclose=paths, decoys=decoys, random=random
    )


def _id_of(value: object) -> str | None:
    found = value.get("id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) else None


def _subject_id_of(document: Mapping[str, Any]) -> str | None:
    subjects = document.get("credentialSubject")
    listed = subjects if isinstance(subjects, list) else [subjects]
    return _id_of(listed[0]) if len(listed) == 1 and isinstance(listed[0], Mapping) else None
