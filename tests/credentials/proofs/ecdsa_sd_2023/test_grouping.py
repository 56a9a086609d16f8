"""The template path signs the very bytes that the reference path signs, or leaves it to that."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding.template_compiler import NotCovered
from guildmark.credentials.errors import CredentialError, UncoveredData, UnreadableInput
from guildmark.credentials.proofs.ecdsa_sd_2023 import grouping
from guildmark.credentials.proofs.ecdsa_sd_2023.grouping import (
    GroupingCache,
    GroupingTemplate,
    compile_grouping,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.transform import (
    GroupedStatements,
    group_statements,
)
from tests.credentials.proofs.ecdsa_sd_2023 import hostile
from tests.credentials.proofs.ecdsa_sd_2023.credentials import (
    MANDATORY,
    Json,
    Path,
    build_credential,
    changed,
    to_pointer,
    walk,
)

HMAC_KEY = bytes(range(32))
DOCUMENT = build_credential()
TEXTS = [
    path
    for path, value in walk(DOCUMENT)
    if isinstance(value, str) and "type" not in path and "@language" not in path
]
values = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "same",
            "",
            '"quoted"@en',
            '"^^<http://www.w3.org/2001/XMLSchema#string>',
            "line\nend\r\t\\",
            "_:c14n0",
            "\u2028\u0085",
            "😀",
            "did:example:ada",
            "urn:x-guildmark-slot:1",
            "\0",
            "%s",
            "https://evidence.example/0",
        ]
    ),
)


def reference(document: Json, *, pointers: tuple[str, ...] = MANDATORY) -> GroupedStatements | str:
    """Return what the reference path answers, or the code of its refusal."""
    try:
        return group_statements(document, mandatory_pointers=pointers, hmac_key=HMAC_KEY)
    except CredentialError as error:
        return error.code


@pytest.fixture(scope="module")
def cache() -> GroupingCache:
    """Knows the shape of DOCUMENT without the look-alikes, with the usual pointers."""
    warm = GroupingCache()
    for number in range(3):
        document = _distinct({**DOCUMENT, "id": f"urn:uuid:{number}"})
        warm.group(document, mandatory_pointers=MANDATORY, hmac_key=HMAC_KEY)
    return warm


def _distinct(document: Json) -> Json:
    """Let the results differ, for look-alikes are always left to the reference path."""
    return changed(document, ("credentialSubject", "result", 1, "value"), "different")


def cached(cache: GroupingCache, document: Json) -> GroupedStatements | str:
    """Return what the cache answers, or the code of its refusal."""
    try:
        return cache.group(document, mandatory_pointers=MANDATORY, hmac_key=HMAC_KEY)
    except CredentialError as error:
        return error.code


@given(edits=st.dictionaries(st.sampled_from(TEXTS), values, max_size=5))
@settings(max_examples=80)
def test_both_paths_agree_on_any_texts(cache: GroupingCache, edits: dict[Path, str]) -> None:
    """Statements, their order and their groups, byte for byte; refusals by code."""
    document = _distinct(DOCUMENT)
    for path, value in edits.items():
        document = changed(document, path, value)
    assert cached(cache, document) == reference(document)
    assert cache.mismatches == 0


def test_known_shapes_are_filled(cache: GroupingCache) -> None:
    """Not by accident: the reference path would raise here."""
    before = cache.filled
    document = _distinct({**DOCUMENT, "id": "urn:uuid:99"})
    assert cached(cache, document) == reference(document)
    assert cache.filled == before + 1


def test_the_issuer_may_be_the_creator(cache: GroupingCache) -> None:
    """Their statements are one, and mandatory as the issuer's are; no fall-back is needed."""
    before = cache.filled
    document = _distinct(DOCUMENT)
    assert document["issuer"]["id"] == document["credentialSubject"]["achievement"]["creator"]["id"]
    grouped = cached(cache, document)
    assert isinstance(grouped, GroupedStatements)
    assert cache.filled == before + 1
    profile = [line for line in grouped.mandatory if line.rstrip().endswith(b"#Profile> .")]
    assert len(profile) == 1
    assert not set(grouped.mandatory) & set(grouped.optional)


def test_look_alikes_are_left_to_the_reference_path(cache: GroupingCache) -> None:
    """Only Hash N-Degree Quads can tell which of them is which."""
    before = cache.filled
    assert cached(cache, DOCUMENT) == reference(DOCUMENT)
    assert cache.filled == before


def test_texts_that_would_break_out_are_not_filled_in(cache: GroupingCache) -> None:
    """An address with a space, a control character: the reference path refuses, so we do."""
    for path, value in (
        (("credentialSubject", "id"), "did:example:a> <urn:p> <urn:o"),
        (("credentialSubject", "id"), "relative"),
        (("validUntil",), "2031\0"),
    ):
        with pytest.raises(UncoveredData):
            cache.group(
                changed(_distinct(DOCUMENT), path, value),
                mandatory_pointers=MANDATORY,
                hmac_key=HMAC_KEY,
            )


def test_membership_follows_the_pointers_of_each_template() -> None:
    """Any pointers: what the reference path holds mandatory, the template does."""
    draw = random.Random(7)
    document = _distinct(DOCUMENT)
    pointers = [
        to_pointer(path)
        for path, _ in walk(document)
        if "allowedValue" not in path[:-1] and path[0] != "name"
    ]
    for _ in range(25):
        chosen = tuple(draw.sample(pointers, k=draw.randint(0, 5)))
        template = compile_grouping(document, mandatory_pointers=chosen)
        other = changed(document, ("credentialSubject", "id"), "did:example:grace")
        read = grouping.read_shape(other)
        assert read is not None
        grouped = template.group(read[1], hmac_key=HMAC_KEY)
        assert grouped == reference(other, pointers=chosen)


def test_documents_of_another_shape_are_not_filled_in(cache: GroupingCache) -> None:
    """One more key, one item less, another number, another type, another order of keys."""
    before = cache.filled
    document = _distinct(DOCUMENT)
    shuffled = dict(reversed(document.items()))
    for other in (
        {**document, "description": "more"},
        changed(document, ("evidence", 2), remove=True),
        changed(document, ("credentialSubject", "achievement", "creditsAvailable"), 2),
        changed(document, ("credentialSubject", "achievement", "type"), ["Profile"]),
        shuffled,
    ):
        assert cached(cache, other) == reference(other)
    assert cache.filled == before


def test_a_template_that_errs_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples are asked again; what the reference path says is given."""
    document = _distinct(DOCUMENT)
    warm = GroupingCache()
    monkeypatch.setattr(grouping, "is_sample", lambda _: True)
    wrong = GroupedStatements(mandatory=(), optional=())
    monkeypatch.setattr(GroupingTemplate, "group", lambda *_, **__: wrong)
    for _ in range(4):
        assert cached(warm, document) == reference(document)
    assert (warm.mismatches, warm.filled) == (1, 1)


def test_pointers_that_name_nothing_are_refused_each_time() -> None:
    """No template is made for them."""
    warm = GroupingCache()
    for _ in range(3):
        with pytest.raises(UnreadableInput):
            warm.group(DOCUMENT, mandatory_pointers=["/nothing"], hmac_key=HMAC_KEY)
    assert warm.filled == 0


def test_shapes_without_a_template_stay_on_the_reference_path() -> None:
    """One with a term that no context defines."""
    document: Any = copy.deepcopy(_distinct(DOCUMENT))
    document["credentialSubject"]["achievement"]["nickname"] = "undefined"
    with pytest.raises(NotCovered):
        compile_grouping(document, mandatory_pointers=[])


@pytest.mark.parametrize("seed", range(12))
def test_hostile_documents_are_grouped_alike_and_verify(seed: int) -> None:
    """Odd texts and odd shapes; the same, at length: python -m …ecdsa_sd_2023.hostile."""
    counts = hostile.compare(seed)
    assert counts.total() > 0
    assert not [name for name in counts if name.startswith("MISMATCH")]
