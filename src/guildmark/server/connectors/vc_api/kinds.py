"""What the conformance endpoints issue with: one kind for each suite and sort of key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from guildmark.credentials.keys import Algorithm

__all__ = ["ALIASES", "KINDS", "Kind", "find_kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One issuer.

    Attributes:
        name: its place in addresses, ``/issuers/{name}/credentials/issue``.
        algorithm: its kind of key; "BBS" where credentials are signed with BLS12-381.
        suite: ``cryptosuite`` of its proofs, or "vc-jwt" where the credential is enveloped.
        tags: what the suites look for in a list of implementations.
        models: versions of the data model that it issues.
        has_status: adds an entry of a status list to each credential.
        has_disclosure: its credentials are for holders, who derive from them what they show.
    """

    name: str
    algorithm: Algorithm | str
    suite: str
    tags: tuple[str, ...] = ()
    models: tuple[str, ...] = ("1.1", "2.0")
    has_status: bool = False
    has_disclosure: bool = False


KINDS: Final = (
    Kind(
        "eddsa-rdfc-2022",
        "Ed25519",
        "eddsa-rdfc-2022",
        ("eddsa-rdfc-2022", "vc2.0", "vc-api", "VC-API"),
    ),
    Kind("eddsa-jcs-2022", "Ed25519", "eddsa-jcs-2022", ("eddsa-jcs-2022",)),
    Kind("ecdsa-rdfc-2019-p256", "P-256", "ecdsa-rdfc-2019", ("ecdsa-rdfc-2019",)),
    Kind("ecdsa-rdfc-2019-p384", "P-384", "ecdsa-rdfc-2019", ("ecdsa-rdfc-2019",)),
    Kind("ecdsa-jcs-2019-p256", "P-256", "ecdsa-jcs-2019", ("ecdsa-jcs-2019",)),
    Kind("ecdsa-jcs-2019-p384", "P-384", "ecdsa-jcs-2019", ("ecdsa-jcs-2019",)),
    Kind("ecdsa-sd-2023", "P-256", "ecdsa-sd-2023", ("ecdsa-sd-2023",), has_disclosure=True),
    Kind(
        "ed25519-signature-2020",
        "Ed25519",
        "Ed25519Signature2020",
        ("Ed25519Signature2020",),
    ),
    Kind("vc-jwt", "P-256", "vc-jwt", ("vc-jwt", "EnvelopingProof"), ("2.0",)),
    Kind(
        "bitstring",
        "Ed25519",
        "eddsa-rdfc-2022",
        ("BitstringStatusList",),
        ("2.0",),
        has_status=True,
    ),
)
# Suites name the cryptosuite where they leave the key to us.
ALIASES: Final = {
    "ecdsa-rdfc-2019": "ecdsa-rdfc-2019-p256",
    "ecdsa-jcs-2019": "ecdsa-jcs-2019-p256",
}
_BY_NAME: Final = {kind.name: kind for kind in KINDS}


def find_kind(name: str) -> Kind | None:
    """Return the kind with a name or alias; None where there is none."""
    return _BY_NAME.get(ALIASES.get(name, name))
