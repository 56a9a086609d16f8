"""Derive what a holder shows from a credential with a selective disclosure proof.

Source: VC API 0.3 (derive credential); ECDSA Cryptosuites 1.0, 3.6.
"""

from __future__ import annotations

from guildmark.server.connectors.vc_api.answers import Answer, Refusal, refuse
from guildmark.server.connectors.vc_api.requests import read_object, read_options, read_part

__all__ = ["derive"]


def derive(body: bytes) -> Answer:
    """Answer one request to derive: 201 with the derived credential, or what is wrong.

    Raises:
        CredentialError: the trust core refuses; Refusal: the request is malformed.
    """
    from guildmark.credentials.proofs import ecdsa_sd_2023

    content = read_object(body)
    credential = read_part(content, "verifiableCredential")
    pointers = read_options(content).get("selectivePointers", [])
    if not isinstance(pointers, list) or not all(isinstance(item, str) for item in pointers):
        raise Refusal(
            refuse("$.options.selectivePointers: must be a list of JSON Pointers.", code="request")
        )
    derived = ecdsa_sd_2023.derive(credential, selective_pointers=tuple(pointers))
    return Answer(201, {"verifiableCredential": derived})
