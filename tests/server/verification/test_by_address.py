"""Checking by address over a real connection: this server fetches from itself, when it may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guildmark.server.wallet import operations
from tests.server.wallet.samples import make_award

NOTE = "The setting for allowed origins let Guildmark reach"


@pytest.mark.django_db(transaction=True)
def test_the_address_of_a_page_gives_the_answer_for_its_credential(
    live_server: Any, settings: Any, run_jobs: Callable[[], list[str]]
) -> None:
    """Page, file and badge; only where a setting allows this origin, and the answer says so."""
    awarded = make_award(run_jobs)
    operations.choose_visibility(
        actor=awarded.actor, held_id=awarded.held_id, visibility="unlisted", shows_name=True
    )
    page_url = f"{live_server.url}/credentials/{awarded.credential.id}"
    client = Client()
    refused = client.post("/verify/", {"url": page_url})
    assert refused.status_code == 422
    assert "not https" in refused.content.decode()
    settings.GUILDMARK_FETCH_ORIGINS = (live_server.url,)
    for ending in ("", "/", ".json", ".png", ".svg"):
        answer = client.post("/verify/", {"url": page_url + ending})
        page = answer.content.decode()
        assert answer.status_code == 200, (ending, page)
        assert "Genuine, issuer not recognised" in page, ending
        assert NOTE in page
    operations.choose_visibility(
        actor=awarded.actor, held_id=awarded.held_id, visibility="private", shows_name=True
    )
    hidden = client.post("/verify/", {"url": page_url})
    assert "HTTP status 404" in hidden.content.decode()
