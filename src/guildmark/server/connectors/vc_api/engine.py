"""The program of an engine process: questions in on standard input, answers out, until it closes.

Run as ``python -m guildmark.server.connectors.vc_api.engine``. The first line is the setup.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from guildmark.credentials.encoding import canonicalize_rdfc, conformance_contexts
from guildmark.credentials.errors import CredentialError
from guildmark.server.connectors.vc_api.answers import Answer, Refusal, refuse, refuse_error
from guildmark.server.connectors.vc_api.derive import derive
from guildmark.server.connectors.vc_api.issue import issue
from guildmark.server.connectors.vc_api.keyring import Keyring
from guildmark.server.connectors.vc_api.kinds import find_kind
from guildmark.server.connectors.vc_api.lists import build_list
from guildmark.server.connectors.vc_api.outside import Neighbours
from guildmark.server.connectors.vc_api.resolve import resolve
from guildmark.server.connectors.vc_api.verify import verify_credential, verify_presentation

__all__ = ["Engine", "main"]

# Honest documents need 150 MB; one that asks for more is refused with its process.
_MEMORY_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Engine:
    """Does one operation at a time with the run's keys."""

    keyring: Keyring
    neighbours: Neighbours

    def do(self, operation: str, arguments: Mapping[str, Any]) -> Answer:
        """Return the answer; whatever the document is, none is an error of ours."""
        operations: dict[str, Callable[..., Answer]] = {
            "issue": self._issue,
            "verify_credential": self._verify_credential,
            "verify_presentation": self._verify_presentation,
            "derive": lambda *, body: derive(_bytes(body)),
            "resolve": self._resolve,
            "build_list": self._build_list,
        }
        try:
            with conformance_contexts():
                return operations[operation](**arguments)
        except Refusal as refusal:
            return refusal.answer
        except CredentialError as error:
            return refuse_error(error)
        except RecursionError:
            return refuse("The document is nested too deeply.", code="too_deep")

    def _issue(self, *, body: str, kind: str, status_entry: Any = None) -> Answer:
        found = find_kind(kind)
        if found is None:
            return refuse(f"There is no issuer {kind!r}.", code="unknown_issuer", status=404)
        return issue(
            _bytes(body),
            kind=found,
            signer=self.keyring.signer(found),
            now=datetime.now(UTC),
            status_entry=status_entry,
        )

    def _verify_credential(self, *, body: str, lists: dict[str, Any]) -> Answer:
        return verify_credential(
            _bytes(body),
            sources=self.neighbours.sources(lists),
            has_own_list=bool(lists),
            now=datetime.now(UTC),
        )

    def _verify_presentation(self, *, body: str, lists: dict[str, Any]) -> Answer:
        return verify_presentation(
            _bytes(body),
            sources=self.neighbours.sources(lists),
            has_own_list=bool(lists),
            now=datetime.now(UTC),
        )

    def _resolve(self, *, did: str, accept: str, query: str) -> Answer:
        fetch = self.neighbours.did_document if self.neighbours.origins else None
        return resolve(did=did, accept=accept, query=query, fetch=fetch)

    def _build_list(self, *, url: str, purpose: str, encoded: str, ttl_seconds: int) -> Answer:
        kind = find_kind("bitstring")
        if kind is None:
            raise LookupError("bitstring")
        return build_list(
            url,
            purpose=purpose,
            encoded=encoded,
            ttl=timedelta(seconds=ttl_seconds),
            signer=self.keyring.signer(kind),
            now=datetime.now(UTC),
        )


def main() -> None:
    """Answer until standard input closes."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    # What a library prints must not reach the pipe.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    setup = json.loads(sys.stdin.buffer.readline())
    engine = Engine(
        Keyring(setup["secrets"]), Neighbours(setup.get("origins", ()), setup.get("authority"))
    )
    _warm_up()
    for line in sys.stdin.buffer:
        question = json.loads(line)
        try:
            answer = engine.do(question["operation"], question["arguments"])
        except Exception:
            traceback.print_exc()
            answer = refuse(
                "Something unexpected happened, so this was not accepted.", code="unexpected"
            )
        written = {
            "status": answer.status,
            "media_type": answer.media_type,
            "max_age_seconds": answer.max_age_seconds,
            "body": answer.to_bytes().decode("latin-1"),
        }
        out.write(json.dumps(written).encode() + b"\n")
        out.flush()


def _bytes(body: str) -> bytes:
    return body.encode("latin-1")


def _warm_up() -> None:
    canonicalize_rdfc(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": "urn:uuid:00000000-0000-4000-8000-000000000000",
        }
    )


if __name__ == "__main__":
    main()
