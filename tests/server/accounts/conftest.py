"""One award, made by the jobs that make it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.server.wallet.samples import Awarded, make_award


@pytest.fixture
def awarded(db: None, run_jobs: Callable[[], list[str]]) -> Awarded:
    """Return an award with everybody around it."""
    return make_award(run_jobs)
