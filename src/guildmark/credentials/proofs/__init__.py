"""Securing suites, one module each, named by its spec id; ``find_suite`` knows them all."""

from __future__ import annotations

from guildmark.credentials.proofs import (
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ed25519_signature_2020,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)
from guildmark.credentials.proofs.previous import find_previous_proofs, proofs_of
from guildmark.credentials.proofs.suite import (
    SUITE_NAMES,
    SigningSuite,
    Suite,
    added_contexts,
    default_suite,
    find_suite,
    signing_suite,
)

__all__ = [
    "SUITE_NAMES",
    "SigningSuite",
    "Suite",
    "added_contexts",
    "default_suite",
    "ecdsa_jcs_2019",
    "ecdsa_rdfc_2019",
    "ed25519_signature_2020",
    "eddsa_jcs_2022",
    "eddsa_rdfc_2022",
    "find_previous_proofs",
    "find_suite",
    "proofs_of",
    "signing_suite",
]
