"""The test keys: one for each kind, made for the run or kept in a folder.

They prove nothing about anybody. They are kept from others only so that a shared machine does not
make the suites' results unclear.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from guildmark.credentials.keys import (
    Algorithm,
    KeySigner,
    PrivateKey,
    did_key,
    verification_method_of,
)
from guildmark.server.connectors.vc_api.kinds import KINDS, Kind

__all__ = ["Keyring"]

_FILE = "conformance-keys.json"


@dataclass(frozen=True)
class Keyring:
    """The keys of all kinds, by the kind's name, as private Multikeys."""

    secrets: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path) -> Keyring:
        """Read the keys that a folder holds, and make and keep there what it does not hold yet.

        Raises:
            OSError: the folder can not be read or written.
            ValueError: the file is not one that was written here.
            InvalidKey: a key in it is none.
        """
        path = folder / _FILE
        kept = json.loads(path.read_bytes()) if path.exists() else {}
        if not isinstance(kept, dict):
            raise ValueError(f"{path} holds no keys; move it away to have new ones made.")
        secrets = {
            kind.name: kept.get(kind.name) or _generate(kind).private_multikey for kind in KINDS
        }
        for name, text in secrets.items():
            PrivateKey.parse(str(text)).public_key  # noqa: B018 - raises for what is no key
            secrets[name] = str(text)
        if secrets != kept:
            _write(path, json.dumps(secrets, indent=1).encode())
        return cls(secrets)

    @cached_property
    def _signers(self) -> dict[str, KeySigner]:
        return {}

    def signer(self, kind: Kind) -> KeySigner:
        """Return what signs for a kind, named by its did:key."""
        if kind.name not in self._signers:
            key = PrivateKey.parse(self.secrets[kind.name])
            method = verification_method_of(did_key(key.public_multikey))
            self._signers[kind.name] = KeySigner(key, verification_method=method)
        return self._signers[kind.name]

    def issuer_id(self, kind: Kind) -> str:
        """Return the kind's issuer, a did:key."""
        return self.signer(kind).verification_method.partition("#")[0]


def _generate(kind: Kind) -> PrivateKey:
    return PrivateKey.generate(cast("Algorithm", kind.algorithm))


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(".new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    temporary.replace(path)
