"""``make bench-credentials``: sign and verify one 4 KB badge with ours and the peers, in one run.

CPU time per operation on one core, the median of the rounds. Node runs before and after ours, so
that a busy minute of the machine meets both. Each peer's signature must be ours, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from nacl.signing import SigningKey

from bench.documents import (
    CREATED,
    CREDENTIAL,
    KEY,
    METHOD,
    VARIABLES,
    credential_of,
    learner,
    signer,
    unseen_shapes,
)
from bench.figures import Figure, median_cpu, publish
from guildmark.credentials.encoding import CONTEXTS, canonicalize_jcs, canonicalize_rdfc
from guildmark.credentials.issue.bulk import BulkIssuer, BulkSuite
from guildmark.credentials.keys import KeySigner, PrivateKey
from guildmark.credentials.proofs import ecdsa_sd_2023, eddsa_rdfc_2022
from tests.oracles.install import MODULES, NODE, ensure_installed

_ROOT: Final = Path(__file__).parents[1]
_PEERS: Final = _ROOT / ".venv-bench" / "bin" / "python"
_ROUNDS: Final = 7
_P256: Final = PrivateKey("P-256", bytes(range(1, 33)))
# What the product makes mandatory by itself; the peer is given the same.
_MANDATORY: Final = ecdsa_sd_2023.suggest_mandatory_pointers(CREDENTIAL)
Times = dict[str, list[float]]


def main() -> int:
    """Measure, print, write; the status is 1 when a bound is missed."""
    ensure_installed()
    peers = ask_peers()
    ours = measure_ours()
    for operation, seconds in ask_peers(only_node=True)[_node_name()].items():
        peers[_node_name()][operation] += seconds
    return 0 if publish("credentials", compare(ours, peers)) else 1


# --- peers ------------------------------------------------------------------------------------


def without_list(number: int = 0) -> dict[str, Any]:
    """Return a credential without its JSON-LD list, on which the peer's sd suite fails."""
    document = credential_of(number)
    del document["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"]
    return document


def ask_peers(*, only_node: bool = False) -> dict[str, Times]:
    """Return each peer's CPU seconds per operation, round by round."""
    request = {
        "contexts": {url: CONTEXTS[url] for url in CONTEXTS},
        "credential": CREDENTIAL,
        "withoutList": without_list(),
        "mandatory": _MANDATORY,
        "key": {"public": KEY.public_multikey, "secret": KEY.private_multikey},
        "p256": {"public": _P256.public_multikey, "secret": _P256.private_multikey},
        "seed": KEY.secret.hex(),
        "method": METHOD,
        "created": "2026-11-22T10:00:00Z",
        "rounds": 5,
        "operations": 40,
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(request, file)
        file.flush()
        node = _run(str(NODE), "bench/peers.mjs", file.name)
        python = {} if only_node else _run(str(_PEERS), "bench/peers.py", file.name)
    answers = {_node_name(): node, **python}
    expected = eddsa_rdfc_2022.add_proof(CREDENTIAL, signer=signer(), created=CREATED)
    for name, answer in answers.items():
        if answer["proofValue"] != expected["proof"]["proofValue"]:
            raise SystemExit(f"{name} signs other bytes")
    return {
        name: {key: times for key, times in answer.items() if isinstance(times, list)}
        for name, answer in answers.items()
    }


def _run(*command: str) -> Any:
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command[1]} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def _node_name() -> str:
    package = json.loads((MODULES / "@digitalbazaar/vc/package.json").read_bytes())
    return f"@digitalbazaar/vc {package['version']}"


# --- ours ----------------------------------------------------------------------------------------


def measure_ours() -> dict[str, float]:
    """Return CPU seconds (megabytes, milliseconds) by the name of the measurement."""
    return {
        **_limits(),
        "sign.template": _bulk("eddsa-rdfc-2022"),
        "jcs.sign": _bulk("eddsa-jcs-2022"),
        "verify.template": _verify_stream(),
        **_reference(),
        "sd.base": _selective(),
        "memory.issuer": float(_run(sys.executable, "-m", "bench.issuing_process")),
        "import.ms": statistics.median(_import_seconds() for _ in range(7)) * 1000,
    }


def _limits() -> dict[str, float]:
    """SHA-256 of the canonical bytes and Ed25519 by libsodium: nothing can be quicker."""
    key = SigningKey(KEY.secret)
    public = key.verify_key
    options = bytes(32)
    rdf, jcs = canonicalize_rdfc(CREDENTIAL), canonicalize_jcs(CREDENTIAL)
    signed = key.sign(options + hashlib.sha256(rdf).digest()).signature

    def sign(data: bytes) -> float:
        return median_cpu(
            lambda _: key.sign(options + hashlib.sha256(data).digest()),
            rounds=_ROUNDS,
            operations=1_000,
        )

    verify = median_cpu(
        lambda _: public.verify(options + hashlib.sha256(rdf).digest(), signed),
        rounds=_ROUNDS,
        operations=1_000,
    )
    return {"limit.sign": sign(rdf), "limit.jcs": sign(jcs), "limit.verify": verify}


def _bulk(suite: BulkSuite) -> float:
    issuer = BulkIssuer(
        CREDENTIAL, variables=VARIABLES, signer=signer(), created=CREATED, suite=suite
    )
    operations = 1_000
    learners = [learner(number) for number in range(operations)]
    seconds = median_cpu(
        lambda number: issuer.issue(learners[number % operations]),
        rounds=_ROUNDS,
        operations=operations,
    )
    if issuer.counts.fell_back or issuer.counts.mismatches:
        raise SystemExit(f"the bulk issuer did not fill in: {issuer.counts}")
    return seconds


def _verify_stream() -> float:
    """Proofs of a stream of parsed credentials, as ``verify_credential`` checks each."""
    operations = 500
    key = KEY.public_key
    signed = [
        eddsa_rdfc_2022.add_proof(credential_of(number), signer=signer(), created=CREATED)
        for number in range(operations)
    ]

    def verify(number: int) -> None:
        document = signed[number % operations]
        if not eddsa_rdfc_2022.is_proof_valid(document, proof=document["proof"], key=key):
            raise SystemExit("an honest proof was refused")

    return median_cpu(verify, rounds=_ROUNDS, operations=operations)


def _reference() -> dict[str, float]:
    """Documents of shapes never seen, so that no template can answer."""
    operations, shapes, key = 30, unseen_shapes(), KEY.public_key
    sign = median_cpu(
        lambda _: eddsa_rdfc_2022.add_proof(next(shapes), signer=signer(), created=CREATED),
        rounds=_ROUNDS,
        operations=operations,
    )
    # One canonical form, so one signature for all.
    proof = eddsa_rdfc_2022.add_proof(CREDENTIAL, signer=signer(), created=CREATED)["proof"]
    unseen = [next(shapes) for _ in range(operations * (_ROUNDS + 1))]

    def verify(number: int) -> None:
        document = {**unseen[number], "proof": proof}
        if not eddsa_rdfc_2022.is_proof_valid(document, proof=proof, key=key):
            raise SystemExit("an honest proof was refused")

    seconds = median_cpu(verify, rounds=_ROUNDS, operations=operations)
    return {"sign.reference": sign, "verify.reference": seconds}


def _selective() -> float:
    key = KeySigner(_P256, verification_method=f"{CREDENTIAL['issuer']['id']}#key-2")

    operations = 50
    documents = [without_list(number) for number in range(operations)]

    def base(number: int) -> None:
        ecdsa_sd_2023.add_base_proof(
            documents[number % operations],
            signer=key,
            created=CREATED,
            mandatory_pointers=_MANDATORY,
        )

    return median_cpu(base, rounds=_ROUNDS, operations=operations)


def _import_seconds() -> float:
    code = "import time; t = time.process_time(); import guildmark.credentials; "
    code += "print(time.process_time() - t)"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return float(done.stdout)


# --- the table -----------------------------------------------------------------------------


def compare(ours: dict[str, float], peers: dict[str, Times]) -> list[Figure]:
    """Return the figures of the issue, then what they are seen against."""
    node = _node_name()
    rate = {
        name: {operation: 1 / statistics.median(times) for operation, times in each.items()}
        for name, each in peers.items()
    }
    suite = "@digitalbazaar/ecdsa-sd-2023-cryptosuite"
    against = {
        "sign.template": ("sign eddsa-rdfc-2022, template path", node, "sign", 100),
        "verify.template": ("verify a stream of one shape, template path", node, "verify", 45),
        "sign.reference": ("sign an unseen shape, reference path", node, "sign", 1.4),
        "verify.reference": ("verify an unseen shape, reference path", node, "verify", 1.4),
        "sd.base": ("ecdsa-sd-2023 base proof, template path", suite, "base", 15),
    }
    figures = [
        Figure(id_, name, 1 / ours[id_], "1/s", peer, rate[node][operation], f">= {must}")
        for id_, (name, peer, operation, must) in against.items()
    ]
    limit = "SHA-256 + Ed25519"
    libsodium = f"{limit}, PyNaCl {version('PyNaCl')}"
    figures += [
        Figure(
            "jcs.sign",
            "sign eddsa-jcs-2022, in bulk",
            1 / ours["jcs.sign"],
            "1/s",
            libsodium,
            1 / ours["limit.jcs"],
            ">= 0.5",
        ),
        Figure("memory.issuer", "one issuing process", ours["memory.issuer"], "MB", must="<= 100"),
        Figure("import.ms", "import guildmark.credentials", ours["import.ms"], "ms", must="<= 150"),
    ]
    figures += [
        Figure(
            f"limit.{operation}",
            f"{operation}, template path, beside the limit",
            1 / ours[f"{operation}.template"],
            "1/s",
            libsodium,
            1 / ours[f"limit.{operation}"],
        )
        for operation in ("sign", "verify")
    ]
    for name, rates in rate.items():
        figures += [
            Figure(f"peer.{operation}", f"{operation}: {name}", rates[operation], "1/s")
            for operation in ("sign", "verify")
        ]
    return figures


if __name__ == "__main__":
    sys.exit(main())
