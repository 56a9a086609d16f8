"""The nets behind the first one: should the JSON-LD engine change, nothing slips through."""

from __future__ import annotations

from typing import Any

import pytest

from guildmark.credentials.encoding import canonicalize_rdfc, coverage
from guildmark.credentials.encoding.coverage import CoveringProcessor, check_leaves
from guildmark.credentials.errors import UncoveredData
from tests.credentials.encoding.test_rdfc import TEAMWORK_BADGE


def test_an_engine_that_no_longer_calls_us_fails_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a later PyLD could: each object must have been looked at."""
    monkeypatch.delattr(CoveringProcessor, "_expand_object")
    with pytest.raises(UncoveredData) as refusal:
        canonicalize_rdfc(TEAMWORK_BADGE)
    assert refusal.value.code == "not_expanded"


def test_an_engine_that_skips_a_part_fails_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The part is named."""
    original = CoveringProcessor._expand_object

    def skip(
        self: Any, ctx: Any, active: Any, expanded: Any, element: Any, *rest: Any, **named: Any
    ) -> Any:
        if "criteria" in element:
            element = {key: item for key, item in element.items() if key != "criteria"}
        return original(self, ctx, active, expanded, element, *rest, **named)

    monkeypatch.setattr(CoveringProcessor, "_expand_object", skip)
    with pytest.raises(UncoveredData) as refusal:
        canonicalize_rdfc(TEAMWORK_BADGE)
    assert refusal.value.path.startswith("$.credentialSubject.achievement")


def test_a_text_that_is_in_no_statement_is_refused() -> None:
    """Whatever the engine thought of it."""
    document = {"name": "Ada", "issuer": {"id": "urn:x:y"}, "tag": ["a", "b"], "type": ["T"]}
    check_leaves(document, terms={"Ada", "urn:x:y", "a", "b"})
    with pytest.raises(UncoveredData) as refusal:
        check_leaves(document, terms={"Ada", "urn:x:y", "a"})
    assert (refusal.value.code, refusal.value.path) == ("not_in_rdf", "$.tag[1]")


def test_undefined_terms_are_caught_without_our_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts are missing from the statements: the third net holds alone."""
    monkeypatch.setattr(CoveringProcessor, "_check_entry", lambda *_all: None)
    with pytest.raises(UncoveredData) as refusal:
        canonicalize_rdfc({**TEAMWORK_BADGE, "nickname": "Ada"})
    assert refusal.value.code == "not_in_rdf"


def test_the_limits_are_far_above_what_is_honest() -> None:
    """An award with thirty artefacts and twenty criteria of five levels fits."""
    assert coverage.MAX_VALUES >= 3 * 1_500
    assert coverage.MAX_ARRAY >= 1_000
