"""One real award to check, for each test that asks for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache

from tests.server.wallet.samples import Awarded, make_award


@pytest.fixture
def awarded(db: None, run_jobs: Callable[[], list[str]]) -> Awarded:
    """Return an award made by the real operations of every room below."""
    return make_award(run_jobs)


@pytest.fixture(autouse=True)
def _forget_counts() -> None:
    """Let no test use up another's checks per minute."""
    cache.clear()
