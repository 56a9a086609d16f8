"""Issue what a suite sends, with the endpoint's own key whoever the credential names as issuer.

That last point is what sets this apart from the product, where a key signs for its owner only.

Source: VC API 0.3, 2.4.1; VC Data Model 2.0, 4; Data Integrity 1.0, 4.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import (
    CREDENTIALS_V1_CONTEXT,
    DATA_INTEGRITY_CONTEXT,
    JsonObject,
    canonicalize_rdfc,
)
from guildmark.credentials.keys import Signer
from guildmark.server.connectors.vc_api.answers import Answer, Refusal, refuse
from guildmark.server.connectors.vc_api.kinds import Kind
from guildmark.server.connectors.vc_api.requests import read_object, read_options, read_part
from guildmark.server.connectors.vc_api.requirements import check_credential

__all__ = ["issue"]

_ED25519_2020_CONTEXT: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
_OLDER_DATA_INTEGRITY_CONTEXT: Final = "https://w3id.org/security/data-integrity/v1"


def issue(
    body: bytes,
    *,
    kind: Kind,
    signer: Signer,
    now: datetime,
    status_entry: JsonObject | None = None,
) -> Answer:
    """Answer one request to issue: 201 with the credential, or what is wrong with it.

    Args:
        body: the request's JSON.
        kind: what to sign with.
        signer: holds a key of that kind.
        now: date of the proof.
        status_entry: becomes the credential's status, beside any that it has.

    Raises:
        CredentialError: the trust core refuses; Refusal: the request is malformed.
    """
    content = read_object(body)
    credential = read_part(content, "credential")
    options = read_options(content)
    findings = check_credential(credential, models=kind.models)
    if findings:
        return refuse(findings, code="structure")
    prepared = _prepare(credential, kind=kind, status_entry=status_entry)
    # What a signature over bytes covers without anybody knowing what it means is refused as well.
    canonicalize_rdfc({key: value for key, value in prepared.items() if key != "proof"})
    secured = _sign(prepared, kind=kind, signer=signer, now=now, options=options)
    return Answer(201, {"verifiableCredential": secured})


def _prepare(credential: JsonObject, *, kind: Kind, status_entry: JsonObject | None) -> JsonObject:
    prepared = dict(credential)
    if status_entry is not None:
        own = credential.get("credentialStatus")
        entries = [] if own is None else own if isinstance(own, list) else [own]
        prepared["credentialStatus"] = [*entries, status_entry] if entries else status_entry
    if kind.suite != "vc-jwt":
        prepared["@context"] = _with_proof_context(credential["@context"], kind=kind)
    return prepared


def _with_proof_context(contexts: list[Any], *, kind: Kind) -> list[Any]:
    """Add what defines the proof's terms, where the contexts do not yet."""
    if kind.suite == "Ed25519Signature2020":
        enough = [_ED25519_2020_CONTEXT]
    elif contexts[0] == CREDENTIALS_V1_CONTEXT:
        enough = [DATA_INTEGRITY_CONTEXT, _OLDER_DATA_INTEGRITY_CONTEXT]
    else:
        # The base context of data model 2.0 has them itself.
        return contexts
    if any(isinstance(each, str) and each in enough for each in contexts):
        return contexts
    return [*contexts, enough[0]]


def _sign(
    credential: JsonObject,
    *,
    kind: Kind,
    signer: Signer,
    now: datetime,
    options: Mapping[str, Any],
) -> JsonObject:
    if kind.suite == "vc-jwt":
        from guildmark.credentials.proofs import vc_jose

        return vc_jose.envelop(vc_jose.sign_credential(credential, signer=signer))
    if kind.suite == "ecdsa-sd-2023":
        from guildmark.credentials.proofs import ecdsa_sd_2023

        return ecdsa_sd_2023.add_base_proof(
            credential, signer=signer, created=now, mandatory_pointers=_pointers(options)
        )
    return _add_proof(credential, kind=kind, signer=signer, now=now)


def _add_proof(credential: JsonObject, *, kind: Kind, signer: Signer, now: datetime) -> JsonObject:
    from guildmark.credentials.proofs.suite import signing_suite

    suite = signing_suite(kind.suite)
    if suite is None:
        raise LookupError(f"the engine has no suite {kind.suite}")
    if "proof" in credential:
        from guildmark.credentials.proofs import proof_sets

        return proof_sets.add_proof(credential, suite=suite, signer=signer, created=now)
    return suite.add_proof(credential, signer=signer, created=now)


def _pointers(options: Mapping[str, Any]) -> tuple[str, ...]:
    pointers = options.get("mandatoryPointers")
    if pointers is None:
        return ()
    if not isinstance(pointers, list) or not all(isinstance(item, str) for item in pointers):
        raise Refusal(
            refuse("$.options.mandatoryPointers: must be a list of JSON Pointers.", code="request")
        )
    return tuple(pointers)
