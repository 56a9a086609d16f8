"""Ask the oracles from Python: one Node process, one JSON object a line each way.

The process is given our shipped contexts when it starts and, with each question, the DID
documents, status lists, schemas and registries that it may know of; it opens no connection but
to loopback, and that only when told to.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.oracles.install import FOLDER, NODE

Json = dict[str, Any]
# A signature takes milliseconds, loading the libraries about a second; loaded machines need more.
_PATIENCE_SECONDS = 60


class OracleFailure(Exception):
    """The library threw instead of answering; `name` is the JavaScript error's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Judgement:
    """What @digitalbazaar/vc said of a credential.

    `verified` covers proof, dates and issuer binding, and that the status list itself could be
    read and verified; `statuses` maps each status purpose to whether its bit is set.
    """

    verified: bool
    statuses: Mapping[str, bool]
    errors: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Verified, and no status bit set."""
        return self.verified and not any(self.statuses.values())


@dataclass(frozen=True, slots=True)
class CoreJudgement:
    """What @digitalcredentials/verifier-core said; None where it did not look.

    `fatal` names what kept it from saying anything: `invalid_signature`, `no_proof` and so on.
    `asked` lists the URLs that it wanted from the network.
    """

    fatal: tuple[str, ...]
    signature: bool | None
    expiration: bool | None
    revocation: bool | None
    suspension: bool | None
    status_error: str | None
    registered: bool | None
    registered_by: tuple[str, ...]
    schema: Any
    asked: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Signature and dates hold, and the status was either read as clear or not asked for."""
        clear = self.revocation is not False and self.suspension is not False
        holds = self.signature is True and self.expiration is True
        return not self.fatal and holds and clear and self.status_error is None


class Oracle:
    """A running Node process; close it, or use it in a `with`."""

    program = "oracle.mjs"

    def __init__(self, contexts: Mapping[str, Any], *, authority: Path | None = None) -> None:
        environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
        if authority is not None:
            environment["NODE_EXTRA_CA_CERTS"] = str(authority)
        self._process = subprocess.Popen(
            [str(NODE), self.program],
            cwd=FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._serial = 0
        self._ask("contexts", contexts=dict(contexts))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def make_key(self, seed: bytes) -> tuple[str, Json]:
        """Return a did:key and its key pair, in the form `sign` takes, from 32 bytes."""
        answer = self._ask("make-key", seed=seed.hex())["result"]
        return answer["did"], answer["key"]

    def sign(
        self, credential: Json, *, key: Json, created: str, documents: Json | None = None
    ) -> Json:
        """Return the credential as @digitalbazaar/vc signs it."""
        answer = self._ask("sign", credential=credential, key=key, created=created)
        signed: Json = answer["result"]
        return signed

    def make_status_list(
        self, url: str, *, issuer: str, set_bits: list[int], key: Json, created: str
    ) -> Json:
        """Return a revocation list as @digitalbazaar/vc-bitstring-status-list makes it."""
        answer = self._ask(
            "make-status-list",
            url=url,
            issuer=issuer,
            purpose="revocation",
            length=131_072,
            set=set_bits,
            key=key,
            created=created,
        )
        signed: Json = answer["result"]
        return signed

    def canonicalize(self, document: Json) -> str:
        """Return the canonical N-Quads that jsonld.js and rdf-canonize make of a document."""
        quads: str = self._ask("canonicalize", document=document)["result"]
        return quads

    def verify(
        self,
        credential: Any,
        *,
        documents: Json | None = None,
        now: str | None = None,
        loopback: bool = False,
    ) -> Judgement:
        """Ask @digitalbazaar/vc. `documents` maps DIDs and URLs to what they are to yield."""
        answer = self._ask(
            "verify", credential=credential, documents=documents or {}, now=now, loopback=loopback
        )
        result = answer["result"]
        return Judgement(
            verified=result["verified"],
            statuses={each["purpose"]: each["set"] for each in result["statuses"]},
            errors=tuple(result["errors"]),
            asked=tuple(answer["asked"]),
        )

    def verify_core(
        self,
        credential: Any,
        *,
        documents: Json | None = None,
        registries: list[Json] | None = None,
        loopback: bool = False,
    ) -> CoreJudgement:
        """Ask @digitalcredentials/verifier-core; `documents` maps URLs to what they yield."""
        answer = self._ask(
            "verify-core",
            credential=credential,
            documents=documents or {},
            registries=registries or [],
            loopback=loopback,
        )
        result = answer["result"]

        def valid(step: str) -> bool | None:
            entry = result[step]
            return None if entry is None else entry["valid"]

        registered = result["registered"] or {"by": []}
        return CoreJudgement(
            fatal=tuple(str(each["name"]) for each in result["fatal"]),
            signature=valid("signature"),
            expiration=valid("expiration"),
            revocation=valid("revocation"),
            suspension=valid("suspension"),
            # It files every failure to read a list under revocation.
            status_error=(result["revocation"] or {}).get("error"),
            registered=valid("registered"),
            registered_by=tuple(registered["by"]),
            schema=result["schema"],
            asked=tuple(answer["asked"]),
        )

    def _ask(self, operation: str, **arguments: Any) -> Json:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._serial += 1
        question = {"id": self._serial, "op": operation, "args": arguments}
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], _PATIENCE_SECONDS)
        if not ready:
            raise OracleFailure("Timeout", f"{operation} took over {_PATIENCE_SECONDS} seconds")
        line = self._process.stdout.readline()
        if not line:
            raise OracleFailure("Ended", f"the Node process ended during {operation}")
        answer: Json = json.loads(line)
        assert answer["id"] == self._serial, "answers come in the order of the questions"
        if "error" in answer:
            details = "; ".join(answer["error"]["details"])
            raise OracleFailure(answer["error"]["name"], details or answer["error"]["message"])
        return answer
