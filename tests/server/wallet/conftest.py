"""One award in one wallet, for each test that asks for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.server.wallet.samples import Awarded, make_award


@pytest.fixture
def awarded(db: None, run_jobs: Callable[[], list[str]]) -> Awarded:
    """Return an award that came into its learner's wallet by the jobs that do this."""
    return make_award(run_jobs)


@pytest.fixture
def learner_client(awarded: Awarded) -> Client:
    """Return a browser in which the learner is signed in."""
    client = Client()
    client.force_login(awarded.learner, backend="django.contrib.auth.backends.ModelBackend")
    return client
