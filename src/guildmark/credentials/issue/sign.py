"""Draft → checked → signed.

Source: Open Badges 3.0, 8 (Proofs); Data Integrity 1.0, 4.2 (Add Proof).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from guildmark.credentials.encoding import JsonObject, copy_json
from guildmark.credentials.errors import InvalidDraft
from guildmark.credentials.keys import Signer
from guildmark.credentials.model import check_structure, issuer_id_of
from guildmark.credentials.proofs import eddsa_rdfc_2022

__all__ = ["check_draft", "sign_credential"]


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


def sign_credential(draft: Mapping[str, Any], *, signer: Signer, created: datetime) -> JsonObject:
    """Return the credential with an ``eddsa-rdfc-2022`` proof; the draft stays as it is.

    Args:
        draft: a whole credential without proof: Open Badges 3.0, a status list, or any VC 2.0
            whose contexts are shipped.
        signer: holds the issuer's Ed25519 key.
        created: date of the proof, written to the second in UTC.

    Raises:
        InvalidDraft: the structure is wrong or the key is not the issuer's; every finding inside.
        UncoveredData: a part would stay outside the signature; ``path`` names it.
        WorkLimitExceeded: too large or too tangled.
        UnreadableInput: a value that JSON does not have.
        InvalidKey: the signer's key is not Ed25519.

    Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.1.
    """
    copied: JsonObject = copy_json(draft)
    findings = check_draft(copied, verification_method=signer.verification_method)
    if findings:
        raise InvalidDraft(findings)
    return eddsa_rdfc_2022.add_proof(copied, signer=signer, created=created)
