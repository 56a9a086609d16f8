"""Documents that are made to keep a reader busy are refused before the work begins (row 2)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    DATA_INTEGRITY_CONTEXT,
    OPEN_BADGES_CONTEXT,
    canonicalize_rdfc,
    check_terms,
)
from guildmark.credentials.encoding.context_use import MAX_CONTEXTS
from guildmark.credentials.errors import WorkLimitExceeded
from guildmark.testing import IssuerSimulator

Json = dict[str, Any]
_KNOWN = (CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT, DATA_INTEGRITY_CONTEXT)


def _many_in_one_list(draft: Json) -> Json:
    return {**draft, "@context": [*draft["@context"], *[CREDENTIALS_V2_CONTEXT] * 25_000]}


def _many_lists(draft: Json) -> Json:
    evidence = [
        {
            "type": ["Evidence"],
            "id": f"urn:x:{number}",
            "@context": [_KNOWN[number // 3**place % 3] for place in range(6)],
        }
        for number in range(600)
    ]
    return {**draft, "evidence": evidence}


ATTACKS: dict[str, Callable[[Json], Json]] = {
    "twenty-five thousand contexts in a list": _many_in_one_list,
    "six hundred lists of contexts": _many_lists,
}


@pytest.mark.parametrize("read", [canonicalize_rdfc, check_terms])
@pytest.mark.parametrize("name", ATTACKS)
def test_it_refuses_at_once(
    issuer: IssuerSimulator, read: Callable[[Json], object], name: str
) -> None:
    """Each context costs milliseconds, and a mebibyte holds many names of them."""
    read(issuer.draft())  # the first call loads the JSON-LD engine
    document = ATTACKS[name](issuer.draft())
    began = time.process_time()
    with pytest.raises(WorkLimitExceeded) as refusal:
        read(document)
    assert time.process_time() - began < 1
    assert refusal.value.code == "too_many_values"


def test_the_limit_of_contexts_counts_each_list_once(issuer: IssuerSimulator) -> None:
    """A learner record repeats the same list in each credential inside."""
    draft = issuer.draft()
    draft["evidence"] = [
        {"type": ["Evidence"], "id": f"urn:x:{number}", "@context": list(_KNOWN)}
        for number in range(MAX_CONTEXTS)
    ]
    assert canonicalize_rdfc(draft)
    check_terms(draft)
