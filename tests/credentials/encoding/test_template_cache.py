"""Streams of documents through templates: always what the reference path answers."""

from __future__ import annotations

import copy
import json
import random
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding import canonicalize_rdfc, conformance_contexts
from guildmark.credentials.encoding.template_cache import TemplateCache
from guildmark.credentials.errors import CredentialError, UncoveredData
from tests.credentials.encoding.hostile import compare, make_shape, make_values, reference_answer

Document = dict[str, Any]
_FIXTURE = json.loads((Path(__file__).parents[3] / "bench" / "credential.json").read_bytes())


def award(number: int, *, achievement: int = 1) -> Document:
    """Return one of many badges of an achievement."""
    document: Document = copy.deepcopy(_FIXTURE)
    document["id"] = f"urn:uuid:{number}"
    document["credentialSubject"]["id"] = f"did:key:z{number}"
    document["credentialSubject"]["result"][1]["value"] = str(number)
    document["credentialSubject"]["achievement"]["id"] += f"/{achievement}"
    return document


@settings(max_examples=20, deadline=None)
@given(st.integers(min_value=10**6, max_value=10**9))
def test_hostile_documents_have_the_bytes_of_the_reference_path(seed: int) -> None:
    """Ten documents of one shape, 200 in all; `make fuzz` does 50,000."""
    assert compare(seed)["mismatch"] == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_a_stream_of_hostile_documents_is_answered_as_the_reference_path_answers(seed: int) -> None:
    """With shapes coming again, constants learned, and refusals in between."""
    rng = random.Random(seed)
    cache = TemplateCache()
    shapes = [make_shape(rng) for _ in range(2)]
    for _ in range(25):
        document = make_values(rng, rng.choice(shapes))
        try:
            answer = cache.canonicalize(document)
        except CredentialError:
            answer = None
        assert answer == reference_answer(document)
    assert cache.counts.mismatches == 0


def test_a_stream_of_awards_is_filled_in_after_the_second() -> None:
    """And its constants are learned after the sixteenth, for each achievement."""
    cache = TemplateCache()
    for number in range(60):
        document = award(number, achievement=number % 2)
        assert cache.canonicalize(document) == canonicalize_rdfc(document)
    assert cache.counts.compiled == 1
    assert cache.counts.fell_back == 2
    assert cache.counts.filled == 58


def test_an_issuer_who_is_also_the_creator_is_fast_once_that_is_learned() -> None:
    """Two statements agree, so the template with open slots never answers."""
    cache = TemplateCache()
    for number in range(40):
        document = award(number)
        document["credentialSubject"]["achievement"]["creator"]["id"] = document["issuer"]["id"]
        assert cache.canonicalize(document) == canonicalize_rdfc(document)
    assert cache.counts.filled >= 20


def test_what_differs_from_the_learned_constants_is_still_right() -> None:
    """A constant is compared exactly, each time."""
    cache = TemplateCache()
    for number in range(20):
        cache.canonicalize(award(number))
    for change in ("A College", "Example College of Applied Data ", ""):
        document = award(99)
        document["issuer"]["name"] = change
        assert cache.canonicalize(document) == canonicalize_rdfc(document)


def test_refusals_are_those_of_the_reference_path() -> None:
    """Before and after the template is there."""
    cache = TemplateCache()
    for number in range(5):
        document = award(number)
        document["name"] = "bell \x07"
        with pytest.raises(UncoveredData, match=r"\$\.name: .*control character"):
            cache.canonicalize(document)
        cache.canonicalize(award(number))
    document = award(6)
    document["undefined"] = "x"
    for _ in range(4):
        with pytest.raises(UncoveredData, match="undefined"):
            cache.canonicalize(document)


def test_a_template_that_the_reference_path_does_not_confirm_is_thrown_away() -> None:
    """Condition 10: the reference's answer is the one that is given."""
    broken = False

    def reference(document: Mapping[str, Any]) -> bytes:
        return b"another answer\n" if broken else canonicalize_rdfc(document)

    cache = TemplateCache(reference=reference)
    cache.canonicalize(award(1))
    cache.canonicalize(award(2))
    broken = True
    assert cache.canonicalize(award(3)) == b"another answer\n"
    assert cache.counts.mismatches == 1
    assert cache.canonicalize(award(4)) == b"another answer\n"
    assert cache.counts.filled == 1


def test_a_document_that_the_reference_path_refuses_when_asked_again_is_refused() -> None:
    """A sample is confirmed before the template's answer is given."""
    refusing = False

    def reference(document: Mapping[str, Any]) -> bytes:
        if refusing:
            raise UncoveredData("$: no", code="no", path="$")
        return canonicalize_rdfc(document)

    cache = TemplateCache(reference=reference)
    cache.canonicalize(award(1))
    cache.canonicalize(award(2))
    refusing = True
    with pytest.raises(UncoveredData):
        cache.canonicalize(award(3))
    assert cache.counts.mismatches == 1


def test_memory_stays_within_the_budget() -> None:
    """The least recently used shapes go first."""
    cache = TemplateCache(max_bytes=300_000)
    for length in range(8):
        for number in range(2):
            document = award(number)
            document["credentialSubject"]["achievement"]["tag"] = [f"t{n}" for n in range(length)]
            cache.canonicalize(document)
    assert cache.counts.compiled == 8
    assert 1 <= len(cache._entries) < 8


def test_contexts_of_the_published_suites_never_meet_templates() -> None:
    """A template made outside must not answer inside, nor the other way round."""
    cache = TemplateCache()
    with conformance_contexts():
        for number in range(3):
            cache.canonicalize(award(number))
    assert cache.counts.compiled == 0


def test_threads_share_a_cache() -> None:
    """Eight at once, each with its own awards."""
    cache = TemplateCache()
    wrong: list[int] = []

    def work(first: int) -> None:
        for number in range(first, first + 15):
            document = award(number, achievement=first % 3)
            if cache.canonicalize(document) != canonicalize_rdfc(document):
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(100 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert cache.counts.mismatches == 0
