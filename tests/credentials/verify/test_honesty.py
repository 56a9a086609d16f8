"""A verifier that was told nothing says so: no gap and no lie of a source ever becomes "valid".

The same property for each form that is verified: whatever is taken away or replaced among the
documents that a verdict rested on, the verdict is no longer "valid" (row 35).
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildmark.credentials.errors import SourceUnavailable
from guildmark.credentials.issue import build_presentation, sign_presentation
from guildmark.credentials.verify import (
    Policy,
    verify_credential,
    verify_presentation,
)
from tests.credentials.judging import NOW
from tests.credentials.verify.formats import DID, FORMS, ORIGIN, STRANGER, Issuer
from tests.credentials.verify.recording import RecordingSources
from tests.credentials.verify.test_open_badges_2 import ASSERTION, _assertion, _published, _signed

Json = dict[str, Any]


def _good() -> dict[str, tuple[Any, Json]]:
    """Return what is handed over, and all that is published for it, by name."""
    forms: dict[str, tuple[Any, Json]] = {
        name: (form.issue(Issuer(), form.draft()), Issuer().documents())
        for name, form in FORMS.items()
    }
    forms["a hosted badge"] = (_assertion(), _published())
    forms["the address of a hosted badge"] = (ASSERTION, _published())
    forms["a signed badge"] = (_signed(), _published())
    return forms


_GOOD = cache(_good)
_NAMES = [*FORMS, "a hosted badge", "the address of a hosted badge", "a signed badge"]


class _Sources(RecordingSources):
    """Answers as published, but for what fails."""

    def __init__(self, documents: Json, failing: dict[str, Any]) -> None:
        super().__init__(documents)
        self.failing = failing

    def _answer(self, name: str) -> Json:
        if name in self.failing:
            self.asked.append(name)
            failure = self.failing[name]
            if isinstance(failure, Exception):
                raise failure
            answer: Json = failure
            return answer
        return super()._answer(name)


def _verdict(name: str, failing: dict[str, Any]) -> str:
    handed_over, published = _GOOD()[name]
    text = handed_over if isinstance(handed_over, str) else json.dumps(handed_over)
    sources = _Sources(published, failing)
    return verify_credential(text, sources=sources, now=NOW).verdict


@cache
def _relied_on(name: str) -> tuple[str, ...]:
    """Return what was asked for when the verdict was "valid"."""
    handed_over, published = _GOOD()[name]
    text = handed_over if isinstance(handed_over, str) else json.dumps(handed_over)
    sources = RecordingSources(published)
    assert verify_credential(text, sources=sources, now=NOW).verdict == "valid"
    return tuple(sorted({each for each in sources.asked if not each.startswith("recognitions")}))


def _other_persons(documents: Json) -> Json:
    """Return the same documents as somebody else would publish them."""
    text = json.dumps(documents).replace(DID, STRANGER).replace("badges.example", "other.example")
    changed: Json = json.loads(text)
    return changed


FAILURES: dict[str, Any] = {
    "not reached": SourceUnavailable("no answer"),
    "gone for ever": SourceUnavailable("gone", permanent=True, code="status"),
    "no JSON": SourceUnavailable("a page", code="not_json"),
    "an empty object": {},
    "an empty list": [],
    "a number": 7,
    "a text": "valid",
    "true": True,
    "an answer that claims to be good": {"verdict": "valid", "verified": True, "revoked": False},
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("name", _NAMES)
def test_each_source_alone_keeps_it_from_being_valid(name: str, failure: str) -> None:
    """Each document that a verdict rests on is needed: the key, the list, the profile."""
    assert _relied_on(name)
    for source in _relied_on(name):
        verdict = _verdict(name, {source: FAILURES[failure]})
        assert verdict in ("not valid", "cannot tell"), source


@settings(max_examples=60)
@given(st.data())
def test_no_combination_of_failing_sources_gives_valid(data: st.DataObject) -> None:
    """Any of them, in any way, at once."""
    name = data.draw(st.sampled_from(_NAMES))
    sources = _relied_on(name)
    failing = data.draw(
        st.dictionaries(st.sampled_from(sources), st.sampled_from(sorted(FAILURES)), min_size=1)
    )
    assert _verdict(name, {each: FAILURES[why] for each, why in failing.items()}) != "valid"


@settings(max_examples=60)
@given(st.data())
def test_one_document_in_place_of_another_gives_no_valid(data: st.DataObject) -> None:
    """A list where the key should be, the badge where its issuer should be, and so on."""
    name = data.draw(st.sampled_from(_NAMES))
    published = _GOOD()[name][1]
    source = data.draw(st.sampled_from(_relied_on(name)))
    others = sorted(set(published) - {source})
    assert _verdict(name, {source: published[data.draw(st.sampled_from(others))]}) != "valid"


@pytest.mark.parametrize("name", _NAMES)
def test_another_persons_documents_in_their_place_give_no_valid(name: str) -> None:
    """Whoever answers for the address is not by that the issuer."""
    published = _GOOD()[name][1]
    for source in _relied_on(name):
        theirs = _other_persons({source: published[source]})
        replaced = next(iter(theirs.values()))
        if replaced != published[source]:
            assert _verdict(name, {source: replaced}) != "valid", source


@pytest.mark.parametrize("name", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "an envelope"])
def test_a_presentation_is_no_better_than_what_is_in_it(name: str) -> None:
    """Its holder's signature says nothing about the credentials inside."""
    handed_over, published = _GOOD()[name]
    holder = Issuer("did:web:ada.example")
    unsigned = build_presentation([handed_over], holder=holder.did)
    shown = sign_presentation(
        unsigned, signer=holder.signer("Ed25519"), created=NOW, challenge="c", domain=ORIGIN
    )
    everything = {**published, holder.did: holder.did_document}

    def verdict(failing: Json) -> str:
        return verify_presentation(
            json.dumps(shown),
            sources=_Sources(everything, failing),
            now=NOW,
            challenge="c",
            domain=ORIGIN,
        ).verdict

    assert verdict({}) == "valid"
    for source in (*_relied_on(name), holder.did):
        for failure in FAILURES.values():
            assert verdict({source: failure}) != "valid", source


@settings(max_examples=40)
@given(
    st.sampled_from(list(FORMS)),
    st.builds(
        Policy,
        check_status=st.booleans(),
        check_dates=st.booleans(),
        refresh=st.booleans(),
        check_endorsements=st.booleans(),
    ),
)
def test_no_policy_makes_up_for_a_key_that_was_not_seen(name: str, policy: Policy) -> None:
    """Fewer questions are fewer answers, not better ones."""
    handed_over, _ = _GOOD()[name]
    text = handed_over if isinstance(handed_over, str) else json.dumps(handed_over)
    for binding in (True, False):
        asked = Policy(
            require_issuer_binding=binding,
            check_status=policy.check_status,
            check_dates=policy.check_dates,
        )
        report = verify_credential(text, sources=RecordingSources({}), now=NOW, policy=asked)
        assert report.verdict == "cannot tell"
        assert report.check("proof").outcome == "could not run"
