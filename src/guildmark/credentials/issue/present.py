"""A presentation: what a holder shows, put together and, for one occasion, signed.

Source: VC Data Model 2.0, 4.13; Data Integrity 1.0, 2.1 (challenge, domain) and 4.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from guildmark.credentials.encoding import CREDENTIALS_V2_CONTEXT, JsonObject, copy_json
from guildmark.credentials.errors import InvalidDraft, InvalidKey
from guildmark.credentials.keys import Signer
from guildmark.credentials.proofs.envelope import build_envelope
from guildmark.credentials.proofs.suite import default_suite, signing_suite
from guildmark.credentials.proofs.tokens import find_token_kind

__all__ = ["build_presentation", "sign_presentation"]


def build_presentation(
    credentials: Sequence[Mapping[str, Any] | str],
    *,
    holder: str | None = None,
    id: str | None = None,
) -> JsonObject:
    """Return an unsigned presentation.

    Args:
        credentials: JSON objects with their proofs, or tokens (``vc+jwt``, ``vc+sd-jwt``), which
            are put into envelopes; any number.
        holder: who presents, a DID; may be left out.
        id: its own IRI; may be left out.

    Raises:
        InvalidDraft: a text that is no such token.
    """
    presentation: JsonObject = {
        "@context": [CREDENTIALS_V2_CONTEXT],
        "type": ["VerifiablePresentation"],
    }
    if id is not None:
        presentation["id"] = id
    if holder is not None:
        presentation["holder"] = holder
    presentation["verifiableCredential"] = [
        _envelop(each, index) if isinstance(each, str) else copy_json(each)
        for index, each in enumerate(credentials)
    ]
    return presentation


def sign_presentation(
    presentation: Mapping[str, Any],
    *,
    signer: Signer,
    created: datetime,
    challenge: str | None = None,
    domain: str | Sequence[str] | None = None,
    suite: str | None = None,
) -> JsonObject:
    """Return the presentation signed by its holder for one occasion; the original stays as it is.

    Args:
        presentation: without ``proof``.
        signer: holds the holder's key.
        created: date of the proof.
        challenge: what the verifier gave for this one time.
        domain: the verifier, as it named itself.
        suite: name of the cryptosuite; by default the one that goes with the key.

    Raises:
        InvalidDraft: it names another holder than whose key it is, or is no presentation.
        InvalidKey: no suite signs with such a key.
        UncoveredData: a part would stay outside the signature.

    Source: Data Integrity 1.0, 4.2 (Add Proof).
    """
    signing = signing_suite(suite or default_suite(signer.algorithm) or "")
    if signing is None:
        raise InvalidKey(
            f"No suite signs presentations with {signer.algorithm} keys.", code="key_algorithm"
        )
    holder = presentation.get("holder")
    named = holder.get("id") if isinstance(holder, Mapping) else holder
    owner = signer.verification_method.partition("#")[0]
    if named is not None and named != owner:
        raise InvalidDraft([f"$.holder: is {named}, but the key belongs to {owner}"])
    return signing.add_proof(
        copy_json(presentation),
        signer=signer,
        created=created,
        purpose="authentication",
        challenge=challenge,
        domain=domain,
    )


def _envelop(token: str, index: int) -> JsonObject:
    kind = find_token_kind(token)
    if kind not in ("vc+jwt", "vc+sd-jwt"):
        raise InvalidDraft(
            [f"$.verifiableCredential[{index}]: is {kind or 'no token'}, not vc+jwt or vc+sd-jwt"]
        )
    return build_envelope(token, media_type=kind)
