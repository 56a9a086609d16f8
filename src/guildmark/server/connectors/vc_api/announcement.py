"""What a suite must know to find us: issuer ids, addresses and tags, as one JSON object.

Its shape is that of the W3C's lists of implementations (vc-test-suite-implementations), with
``kind`` and a few more members beside.
"""

from __future__ import annotations

from typing import Any, Final

from guildmark import __version__
from guildmark.server.connectors.vc_api.keyring import Keyring
from guildmark.server.connectors.vc_api.kinds import KINDS, Kind

__all__ = ["build_announcement"]

_CURVES: Final = ("P-256", "P-384")


def build_announcement(*, origin: str, certificate: str, keyring: Keyring) -> dict[str, Any]:
    """Return the announcement of a run.

    Args:
        origin: ``https://127.0.0.1:8443``.
        certificate: path of the PEM certificate that a client may trust.
        keyring: names the issuers.
    """
    tags = list(dict.fromkeys(tag for kind in KINDS for tag in kind.tags))
    suites = list(dict.fromkeys(kind.suite for kind in KINDS))
    common = {"method": "POST", "options": {}, "supports": {"vc": ["1.1", "2.0"]}}
    return {
        "name": "Guildmark",
        "implementation": f"Guildmark {__version__}",
        "origin": origin,
        "certificate": certificate,
        "issuers": [_issuer(kind, origin=origin, keyring=keyring) for kind in KINDS],
        "verifiers": [
            {
                "id": origin,
                "endpoint": f"{origin}/credentials/verify",
                **common,
                "supportedEcdsaKeyTypes": list(_CURVES),
                "cryptosuites": suites,
                "tags": tags,
            }
        ],
        "vpVerifiers": [
            {"id": origin, "endpoint": f"{origin}/presentations/verify", **common, "tags": tags}
        ],
        "vcHolders": [
            {
                "id": origin,
                "endpoint": f"{origin}/credentials/derive",
                **common,
                "supportedEcdsaKeyTypes": ["P-256"],
                "tags": ["vcHolder", *(kind.suite for kind in KINDS if kind.has_disclosure)],
            }
        ],
        "didResolvers": [
            {
                "id": origin,
                "endpoint": f"{origin}/1.0/identifiers",
                "tags": ["did-resolution", "did-key", "Did-Key"],
                "supportedDids": {
                    "valid": [
                        {"did": keyring.issuer_id(kind), "resolutionOptions": {}}
                        for kind in KINDS[:1]
                    ]
                },
            }
        ],
        "statusUpdate": {"endpoint": f"{origin}/credentials/status", "method": "POST"},
        "statusLists": {
            purpose: f"{origin}/status-lists/{purpose}" for purpose in ("revocation", "suspension")
        },
    }


def _issuer(kind: Kind, *, origin: str, keyring: Keyring) -> dict[str, Any]:
    issuer: dict[str, Any] = {
        "id": keyring.issuer_id(kind),
        "kind": kind.name,
        "cryptosuite": kind.suite,
        "endpoint": f"{origin}/issuers/{kind.name}/credentials/issue",
        "method": "POST",
        # What suites send with each request: who derives should not be able to hide the issuer.
        "options": {"mandatoryPointers": ["/issuer"]} if kind.has_disclosure else {},
        "supports": {"vc": list(kind.models)},
        "keyType": kind.algorithm,
        "tags": list(kind.tags),
    }
    if kind.algorithm in _CURVES:
        issuer["supportedEcdsaKeyTypes"] = [kind.algorithm]
    return issuer
