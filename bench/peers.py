"""What other Python libraries take to sign and verify one credential.

Run by ``.venv-bench/bin/python bench/peers.py REQUEST.json``; knows nothing of Guildmark. Answers
with one line of JSON: for each library CPU seconds per operation, round by round.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def main(path: str) -> int:
    """Measure and print."""
    request = json.loads(Path(path).read_bytes())
    peers = {
        f"PyLD {version('PyLD')} + cryptography {version('cryptography')}": _pyld(request),
        f"openbadgeslib {version('openbadgeslib')}": _openbadgeslib(request),
        f"openvc-core {version('openvc-core')}": _openvc(request),
    }
    answer = {
        name: {
            "proofValue": sign()["proof"]["proofValue"],
            "sign": _measure(sign, request),
            "verify": _measure(verify, request),
        }
        for name, (sign, verify) in peers.items()
    }
    print(json.dumps(answer))
    return 0


Operation = Callable[[], Any]


def _measure(operation: Operation, request: dict[str, Any]) -> list[float]:
    operation()
    start = time.process_time()
    operation()
    # A sixth of a second a round: the slowest takes a tenth for one.
    operations = max(3, min(request["operations"], int(0.15 / (time.process_time() - start))))
    rounds = request["rounds"]
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(operations):
            operation()
        seconds.append((time.process_time() - start) / operations)
    return seconds


def _key(request: dict[str, Any]) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(request["seed"]))


def _pyld(request: dict[str, Any]) -> tuple[Operation, Operation]:
    """What the libraries above do at heart, with nothing around it."""
    contexts = request["contexts"]

    def load(url: str, options: object) -> dict[str, Any]:
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": contexts[url],
            "tag": "static",
        }

    options = {"base": "", "documentLoader": load, "algorithm": "URDNA2015"}
    options["format"] = "application/n-quads"
    key = _key(request)
    public = key.public_key()

    def digest(document: dict[str, Any]) -> bytes:
        return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()

    def data(document: dict[str, Any], proof: dict[str, Any]) -> bytes:
        config = {"@context": document["@context"], **proof}
        return digest(config) + digest(document)

    def sign() -> dict[str, Any]:
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": request["created"],
            "verificationMethod": request["method"],
            "proofPurpose": "assertionMethod",
        }
        value = _base58(key.sign(data(request["credential"], proof)))
        return {**request["credential"], "proof": {**proof, "proofValue": value}}

    signed = sign()
    raw = key.sign(data(request["credential"], _without_value(signed["proof"])))

    def verify() -> None:
        document = {k: v for k, v in signed.items() if k != "proof"}
        public.verify(raw, data(document, _without_value(signed["proof"])))

    return sign, verify


def _without_value(proof: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in proof.items() if key != "proofValue"}


def _base58(data: bytes) -> str:
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _ALPHABET[digit] + digits
    return f"z{digits}"


def _openbadgeslib(request: dict[str, Any]) -> tuple[Operation, Operation]:
    """Its low-level pair, which checks the proof and nothing else."""
    from openbadgeslib.ob3.ldp import add_data_integrity_proof, verify_data_integrity_proof

    private = _key(request).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = (
        _key(request)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    created = datetime.fromisoformat(request["created"])

    def sign() -> dict[str, Any]:
        signed: dict[str, Any] = add_data_integrity_proof(
            request["credential"], private, request["method"], created=created
        )
        return signed

    signed = sign()
    return sign, lambda: verify_data_integrity_proof(signed, public)


def _openvc(request: dict[str, Any]) -> tuple[Operation, Operation]:
    from openvc.keys import Ed25519SigningKey
    from openvc.proof.data_integrity import DataIntegrityProofSuite

    public = _key(request).public_key().public_bytes_raw()
    jwk = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": base64.urlsafe_b64encode(public).rstrip(b"=").decode(),
    }
    secret = base64.urlsafe_b64encode(bytes.fromhex(request["seed"])).rstrip(b"=").decode()
    key = Ed25519SigningKey.from_jwk({**jwk, "d": secret}, request["method"])
    suite = DataIntegrityProofSuite()
    created = datetime.fromisoformat(request["created"])
    more = {
        url: request["contexts"][url]
        for url in request["credential"]["@context"]
        if "purl.imsglobal.org" in url
    }

    def sign() -> dict[str, Any]:
        signed: dict[str, Any] = suite.add_proof(
            request["credential"],
            signing_key=key,
            verification_method=request["method"],
            created=created,
            extra_contexts=more,
        )
        return signed

    signed = sign()
    return sign, lambda: suite.verify(signed, public_key_jwk=jwk, extra_contexts=more)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
