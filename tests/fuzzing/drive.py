"""Fuzz one parser under atheris: ``python -m tests.fuzzing.drive PARSER --seconds 60``.

``make fuzz`` runs each in turn. What is found is kept in ``tests/fuzzing/kept/``, where it is a
regression test from then on; the corpus that has grown lies in ``var/fuzz/`` and may be deleted.

A run that takes longer than a second of processor time, alone and warm, is a finding too.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_KEPT = Path(__file__).parent / "kept"
# Instrumented code takes two to three times as long; the second try is on warm caches.
_MAX_SECONDS = 2.0


class TooSlow(AssertionError):
    """An input that keeps a worker busy."""


def folder_name(name: str) -> str:
    """Return the name of a parser as its folders have it."""
    return name.replace(" ", "-").lower()


def main() -> None:
    """Run until the time is over; exit status 0 when nothing was found."""
    # It ships no types, and only `make fuzz` installs it.
    atheris: Any = importlib.import_module("atheris")
    options = argparse.ArgumentParser()
    options.add_argument("parser")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--seed", type=int, default=0, help="0: another each time")
    asked = options.parse_args()
    with atheris.instrument_imports(include=["guildmark", "cbor2", "pyld"]):
        from tests.fuzzing.parsers import PARSERS, vary
    parser = PARSERS[asked.parser]
    corpus = _ROOT / "var/fuzz" / folder_name(asked.parser)
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in parser.seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    kept = _KEPT / folder_name(asked.parser)

    def check(data: bytes) -> None:
        try:
            if _took(parser.run, data) > _MAX_SECONDS and _took(parser.run, data) > _MAX_SECONDS:
                raise TooSlow(f"{len(data)} bytes take longer than {_MAX_SECONDS} s")
        except BaseException:
            kept.mkdir(parents=True, exist_ok=True)
            (kept / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
            raise

    def change(data: bytes, max_size: int, seed: int) -> bytes:
        rng = random.Random(seed)
        if rng.random() < (0.2 if parser.is_json else 0.7):
            mutated: bytes = atheris.Mutate(data, max_size)
            return mutated
        return vary(data, rng=rng, is_json=parser.is_json)[:max_size]

    arguments = [
        sys.argv[0],
        f"-max_total_time={asked.seconds}",
        "-max_len=60000",
        "-timeout=60",
        "-rss_limit_mb=2500",
        "-print_final_stats=1",
        "-verbosity=1" if os.environ.get("FUZZ_VERBOSE") else "-verbosity=0",
        f"-artifact_prefix={corpus.parent}/",
        *([f"-seed={asked.seed}"] if asked.seed else []),
        str(corpus),
    ]
    atheris.Setup(arguments, check, custom_mutator=change)
    atheris.Fuzz()


def _took(run: Callable[[bytes], None], data: bytes) -> float:
    began = time.process_time()
    run(data)
    return time.process_time() - began


if __name__ == "__main__":
    main()
