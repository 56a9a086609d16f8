"""What an issuer refuses to sign because of its form; meaning is for the encoding to judge.

Source: VC Data Model 2.0, 4 and 5; VC Data Model 1.1, 4; Bitstring Status List 1.0, 2.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from guildmark.credentials.encoding import (
    CREDENTIALS_V1_CONTEXT,
    CREDENTIALS_V2_CONTEXT,
    JsonValue,
)
from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.model import check_issuable, types_of
from guildmark.credentials.model.related_resource import KNOWN_DIGESTS
from guildmark.credentials.status import parse_status_entry

__all__ = ["check_credential"]

# The W3C's fixtures hold digests of the base context as it was published before it became final.
_EARLIER: Final = (
    "sha256:12b7acd6eb167160a65bbba89485b6b80d028d0f22455d787866994ad24bef7573",
    "sha256:24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9",
    "sha384:35239c36999d2155312091af194a1edb61634d6ad789a5e5"
    "b19f2aebdd762dd9d1dcaada40eda7ef921c6b8c0ae107a0",
)
_DIGESTS: Final = {
    **KNOWN_DIGESTS,
    CREDENTIALS_V2_CONTEXT: (*KNOWN_DIGESTS[CREDENTIALS_V2_CONTEXT], *_EARLIER),
}
_MODELS: Final = {CREDENTIALS_V1_CONTEXT: "1.1", CREDENTIALS_V2_CONTEXT: "2.0"}


def check_credential(credential: Mapping[str, Any], *, models: Sequence[str]) -> tuple[str, ...]:
    """List what is wrong with the form of a credential that is to be issued.

    Args:
        credential: as the request has it.
        models: the versions of the data model that the issuer knows.
    """
    findings = [str(finding) for finding in check_issuable(credential, known_digests=_DIGESTS)]
    contexts = credential.get("@context")
    base = contexts[0] if isinstance(contexts, list) and contexts else None
    model = _MODELS.get(base) if isinstance(base, str) else None
    if model is not None and model not in models:
        findings.append(f"$.@context: this issuer does not issue data model {model}")
    findings.extend(_check_entries("$", credential))
    return tuple(dict.fromkeys(findings))


def _check_entries(path: str, value: JsonValue) -> Iterator[str]:
    """Find malformed status entries wherever they stand: no reader could look them up."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _check_entries(f"{path}[{index}]", item)
    elif isinstance(value, Mapping):
        if "BitstringStatusListEntry" in types_of(value):
            try:
                parse_status_entry(value)
            except StatusListInvalid as error:
                yield f"{path}: {error.message}"
        for key, item in value.items():
            if key != "@context":
                yield from _check_entries(f"{path}.{key}", item)
