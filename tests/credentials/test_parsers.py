"""Each reader takes any bytes and refuses with words: seeds, near misses, and past findings.

``make fuzz`` looks further, guided by coverage; what it finds is kept and runs here for good.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.fuzzing.drive import folder_name
from tests.fuzzing.parsers import PARSERS, vary

_KEPT = Path(__file__).parents[1] / "fuzzing/kept"
# Small changes tried for each parser, whatever the number of its seeds.
_VARIATIONS = 60
_MAX_SECONDS = 1.0


@pytest.mark.parametrize("name", PARSERS)
def test_it_reads_or_refuses_what_is_nearly_right(name: str) -> None:
    """Nothing but a refusal with code and words comes out, and none takes a second."""
    parser = PARSERS[name]
    rng = random.Random(name)
    seeds = parser.seeds()
    inputs = [*seeds, b"", b"\0"]
    for number in range(_VARIATIONS):
        inputs.append(vary(seeds[number % len(seeds)], rng=rng, is_json=parser.is_json))
    for data in inputs:
        began = time.process_time()
        parser.run(data)
        assert time.process_time() - began < _MAX_SECONDS, data[:200]


def _kept() -> list[tuple[str, Path]]:
    return [
        (name, path)
        for name in PARSERS
        for path in sorted((_KEPT / folder_name(name)).glob("[!.]*"))
    ]


@pytest.mark.parametrize(("name", "path"), _kept(), ids=lambda value: str(value)[-40:])
def test_what_the_fuzzer_found_once_stays_mended(name: str, path: Path) -> None:
    """Each of these crashed a reader, or kept it busy, before."""
    began = time.process_time()
    PARSERS[name].run(path.read_bytes())
    assert time.process_time() - began < _MAX_SECONDS
