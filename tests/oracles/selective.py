"""Ask @digitalbazaar/ecdsa-sd-2023-cryptosuite from Python: base proofs, derived ones, verdicts."""

from __future__ import annotations

from typing import Any

from guildmark.credentials.keys import PrivateKey, did_key, verification_method_of
from tests.oracles.judge import Oracle

Json = dict[str, Any]


class SelectiveOracle(Oracle):
    """A running Node process with the selective disclosure suite."""

    program = "selective.mjs"

    def base(
        self, credential: Json, *, key: PrivateKey, created: str, mandatory: list[str]
    ) -> Json:
        """Return the credential with the suite's base proof."""
        arguments = _base_arguments(credential, key=key, created=created, mandatory=mandatory)
        signed: Json = self._ask("base", **arguments)["result"]
        return signed

    def derive(self, credential: Json, *, selective: list[str]) -> Json:
        """Return what the suite derives from a base proof."""
        derived: Json = self._ask("derive", credential=credential, selective=selective)["result"]
        return derived

    def is_verified(self, credential: Json) -> bool:
        """Whether the suite verifies a derived proof."""
        verified: bool = self._ask("verify", credential=credential)["result"]["verified"]
        return verified

    def time_base(
        self, credential: Json, *, key: PrivateKey, created: str, mandatory: list[str], count: int
    ) -> float:
        """Return the CPU seconds that so many base proofs take."""
        arguments = _base_arguments(credential, key=key, created=created, mandatory=mandatory)
        seconds: float = self._ask("time", timed="base", count=count, **arguments)["result"]
        return seconds


def _base_arguments(
    credential: Json, *, key: PrivateKey, created: str, mandatory: list[str]
) -> Json:
    did = did_key(key.public_multikey)
    pair = {
        "id": verification_method_of(did),
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": key.public_multikey,
        "secretKeyMultibase": key.private_multikey,
    }
    return {"credential": credential, "key": pair, "created": created, "mandatory": mandatory}
