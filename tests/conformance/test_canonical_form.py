"""Our canonical N-Quads are those of jsonld.js and rdf-canonize."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding import canonicalize_rdfc
from tests.conformance.documents import DOCUMENTS, badge
from tests.oracles.judge import Oracle


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_is_that_of_jsonld_js(oracle: Oracle, name: str) -> None:
    """Byte for byte, for each document of the corpus."""
    document = DOCUMENTS[name]

    assert canonicalize_rdfc(document).decode() == oracle.canonicalize(document)


# Letters, marks, symbols, spaces; not the control characters, which our signer refuses.
_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
# Numbers as people write them, credits and hours; the next test says where the two part.
_number = st.one_of(
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.decimals(-1_000_000, 1_000_000, places=3).map(float),
)


@st.composite
def _badges(draw: st.DrawFn) -> dict[str, Any]:
    evidence = draw(
        st.lists(
            st.fixed_dictionaries(
                {"type": st.just(["Evidence"])},
                optional={"name": _text, "narrative": _text, "genre": _text},
            ),
            max_size=4,
        )
    )
    document = badge(name=draw(_text), description=draw(_text), evidence=evidence)
    document["credentialSubject"]["achievement"]["creditsAvailable"] = draw(_number)
    return document


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=_badges())
def test_it_is_that_of_jsonld_js_for_any_text_and_number(
    oracle: Oracle, document: dict[str, Any]
) -> None:
    """Whatever names, narratives and credits say, where ours signs at all."""
    assert canonicalize_rdfc(document).decode() == oracle.canonicalize(document)


def test_jsonld_js_forgets_numbers_that_it_would_write_without_a_point(oracle: Oracle) -> None:
    """A known difference, so that nobody hunts it twice.

    JavaScript writes 1e-7 without a point, jsonld.js takes it for a whole number and signs "0".
    Ours writes "1.0E-7", as JSON-LD 1.1 API, 8.6, has it.
    """
    document = badge()
    document["credentialSubject"]["achievement"]["creditsAvailable"] = 1e-7

    assert '"1.0E-7"^^' in canonicalize_rdfc(document).decode()
    assert '"0"^^' in oracle.canonicalize(document)
