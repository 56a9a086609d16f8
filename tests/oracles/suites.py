"""Ask @digitalbazaar's suites from Python: EdDSA and ECDSA, by RDF and by JCS, and the old type."""

from __future__ import annotations

from typing import Any

from guildmark.credentials.keys import PrivateKey, did_key, verification_method_of
from tests.oracles.judge import Oracle

Json = dict[str, Any]


class SuitesOracle(Oracle):
    """A running Node process with the suites, each by its name in proofs."""

    program = "suites.mjs"

    def add_proof(
        self, document: Json, *, suite: str, key: PrivateKey, created: str, **asked: Any
    ) -> Json:
        """Return the document as the library signs it with the did:key of a key.

        `asked` are challenge and domain, which make it a proof of authentication.
        """
        did = did_key(key.public_multikey)
        pair = {
            "@context": "https://w3id.org/security/multikey/v1",
            "id": verification_method_of(did),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public_multikey,
            "secretKeyMultibase": key.private_multikey,
        }
        signed: Json = self._ask(
            "sign", suite=suite, document=document, key=pair, created=created, **asked
        )["result"]
        return signed

    def is_verified(self, document: Json, *, suite: str, **asked: Any) -> bool:
        """Whether the library verifies the document's proof by this suite."""
        answer = self._ask("verify", suite=suite, document=document, **asked)["result"]
        verified: bool = answer["verified"]
        return verified
