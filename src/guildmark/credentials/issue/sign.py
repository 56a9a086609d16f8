"""Draft → checked → signed, with a Data Integrity proof or as a token.

Source: Open Badges 3.0, 8 (Proofs); Data Integrity 1.0, 4.2 (Add Proof); VC-JOSE-COSE, 3.1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from guildmark.credentials.encoding import JsonObject, copy_json
from guildmark.credentials.errors import InvalidDraft, InvalidKey
from guildmark.credentials.keys import Algorithm, Signer
from guildmark.credentials.model import check_structure, issuer_id_of
from guildmark.credentials.proofs.disclosures import Path
from guildmark.credentials.proofs.suite import default_suite, signing_suite

__all__ = [
    "ISSUING_SUITES",
    "TOKEN_FORMS",
    "TokenForm",
    "check_draft",
    "default_token_form",
    "sign_claims",
    "sign_credential",
    "sign_token",
]

TokenForm = Literal["vc-jwt", "vc-jose"]

# Cryptosuites that credentials are issued with. Ed25519Signature2020 is only verified.
ISSUING_SUITES: Final = (
    "eddsa-rdfc-2022",
    "eddsa-jcs-2022",
    "ecdsa-rdfc-2019",
    "ecdsa-jcs-2019",
    "ecdsa-sd-2023",
)
# Open Badges 3.0's VC-JWT, and VC-JOSE-COSE's vc+jwt.
TOKEN_FORMS: Final[tuple[TokenForm, ...]] = ("vc-jwt", "vc-jose")
_SELECTIVE: Final = "ecdsa-sd-2023"


def check_draft(draft: Mapping[str, Any], *, verification_method: str) -> tuple[str, ...]:
    """List what keeps a draft from being signed with a key; nothing when it may be.

    Args:
        draft: the credential without proof.
        verification_method: absolute id of the signing key.
    """
    findings = [str(finding) for finding in check_structure(draft)]
    if "proof" in draft:
        findings.append("$.proof: a draft has no proof yet; take it out to sign anew")
    issuer = issuer_id_of(draft)
    if issuer is not None and verification_method.partition("#")[0] != issuer:
        findings.append(
            f"$.issuer: is {issuer}, but the key {verification_method} belongs to another"
        )
    return tuple(findings)


def sign_credential(
    draft: Mapping[str, Any],
    *,
    signer: Signer,
    created: datetime,
    suite: str | None = None,
    mandatory_pointers: Sequence[str] | None = None,
) -> JsonObject:
    """Return the credential with a proof; the draft stays as it is.

    Args:
        draft: a whole credential without proof: Open Badges 3.0, a status list, or any VC 2.0
            whose contexts are shipped.
        signer: holds the issuer's key: Ed25519, P-256 or P-384.
        created: date of the proof, written to the second in UTC.
        suite: one of ``ISSUING_SUITES``; None for the RDF-canonical one of the key's kind,
            ``eddsa-rdfc-2022`` or ``ecdsa-rdfc-2019``.
        mandatory_pointers: with ``ecdsa-sd-2023``, what its holder can not leave out; None for
            what ``suggest_mandatory_pointers`` says.

    Raises:
        InvalidDraft: the structure is wrong or the key is not the issuer's; every finding inside.
        UncoveredData: a part would stay outside the signature, or means nothing by the contexts
            that are known; ``path`` names it.
        WorkLimitExceeded: too large or too tangled.
        UnreadableInput: a value that JSON does not have, or a pointer that leads nowhere.
        InvalidKey: the suite does not sign with this kind of key, or none does.

    Source: Data Integrity 1.0, 4.2; EdDSA Cryptosuites 1.0; ECDSA Cryptosuites 1.0.
    """
    name = suite or default_suite(signer.algorithm)
    if name is None:
        raise InvalidKey(
            f"No cryptosuite signs with {signer.algorithm} keys; sign a token with this one.",
            code="key_algorithm",
        )
    if name not in ISSUING_SUITES:
        raise ValueError(f"unknown suite {name!r}; there are {', '.join(ISSUING_SUITES)}")
    if mandatory_pointers is not None and name != _SELECTIVE:
        raise ValueError(f"mandatory pointers are for {_SELECTIVE}, not for {name}")
    copied = _checked(draft, signer=signer)
    module = signing_suite(name)
    if module is None:
        return _sign_selective(copied, signer=signer, created=created, pointers=mandatory_pointers)
    if module.COVERS_BYTES:
        _check_meaning(copied)
    return module.add_proof(copied, signer=signer, created=created)


def default_token_form(algorithm: Algorithm) -> TokenForm:
    """Name the token that a kind of key signs: ``vc-jwt`` where Open Badges 3.0 reads it.

    Source: Open Badges 3.0, 8.2.2 (RS256), and the validator of 1EdTech (RS256 and ES256).
    """
    return "vc-jwt" if algorithm in ("RSA", "P-256") else "vc-jose"


def sign_token(
    draft: Mapping[str, Any],
    *,
    signer: Signer,
    form: TokenForm | None = None,
    disclose: Iterable[Path] | None = None,
) -> str:
    """Return the credential as a signed token, a compact JWS.

    Args:
        draft: as for ``sign_credential``.
        signer: holds the issuer's key; ``vc-jwt`` needs RSA or P-256.
        form: ``vc-jwt`` (Open Badges 3.0, which repeats issuer and dates as claims) or
            ``vc-jose`` (``vc+jwt``, the credential alone); None by the key's kind.
        disclose: paths of the members that the holder may keep back, which makes a ``vc-jose``
            token a ``vc+sd-jwt``; only for that form.

    Raises:
        InvalidDraft: the structure is wrong, the key is not the issuer's, or a path leads
            nowhere; every finding inside.
        UncoveredData: a part means nothing by the contexts that are known.
        WorkLimitExceeded: too large.
        UnreadableInput: a value that JSON does not have.
        InvalidKey: the form does not go with this kind of key.

    Source: Open Badges 3.0, 8.2.4.1; VC-JOSE-COSE, 3.1.1.
    """
    from guildmark.credentials.proofs import vc_jose, vc_jwt

    copied = _checked(draft, signer=signer)
    _check_meaning(copied)
    if (form or default_token_form(signer.algorithm)) == "vc-jose":
        return vc_jose.sign_credential(copied, signer=signer, disclose=disclose)
    if disclose is not None:
        raise ValueError("a vc-jwt token shows all or nothing")
    return vc_jwt.sign(copied, signer=signer)


def sign_claims(
    claims: Mapping[str, Any],
    *,
    vct: str,
    signer: Signer,
    disclose: Iterable[Path] = (),
    holder_jwk: Mapping[str, Any] | None = None,
) -> str:
    """Return flat claims as an SD-JWT VC (``dc+sd-jwt``), for the holder to keep.

    Args:
        claims: with ``iss``, and ``exp``, ``status`` and the like where wanted.
        vct: names the type of the credential; an https address that the issuer owns.
        signer: holds the issuer's key.
        disclose: paths of the members that the holder may keep back.
        holder_jwk: the holder's public key, to bind the token to.

    Raises:
        InvalidDraft: a registered claim is not of its kind, the key is not the issuer's, or a
            path leads nowhere or to what must always be shown.
        InvalidKey: the holder's key is none, or the signer's kind of key signs no token.
        UnreadableInput: a value that JSON does not have.

    Source: SD-JWT-based Verifiable Credentials, 3.2.
    """
    from guildmark.credentials.proofs import sd_jwt_vc

    owner = signer.verification_method.partition("#")[0]
    findings = [str(finding) for finding in sd_jwt_vc.check_registered(claims)]
    if claims.get("iss") != owner:
        findings.append(f"$.iss: must be {owner}, to whom the key belongs")
    if findings:
        raise InvalidDraft(findings)
    return sd_jwt_vc.issue(claims, vct=vct, signer=signer, disclose=disclose, holder_jwk=holder_jwk)


def _checked(draft: Mapping[str, Any], *, signer: Signer) -> JsonObject:
    copied: JsonObject = copy_json(draft)
    findings = check_draft(copied, verification_method=signer.verification_method)
    if findings:
        raise InvalidDraft(findings)
    return copied


def _check_meaning(document: JsonObject) -> None:
    """What is signed byte for byte is covered, but must also say something to its readers."""
    from guildmark.credentials.encoding.terms import check_terms

    check_terms(document)


def _sign_selective(
    document: JsonObject, *, signer: Signer, created: datetime, pointers: Sequence[str] | None
) -> JsonObject:
    from guildmark.credentials.proofs import ecdsa_sd_2023

    if pointers is None:
        pointers = ecdsa_sd_2023.suggest_mandatory_pointers(document)
    return ecdsa_sd_2023.add_base_proof(
        document, signer=signer, created=created, mandatory_pointers=pointers
    )
