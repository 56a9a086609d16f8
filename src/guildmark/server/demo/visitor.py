"""A visitor without an account, and people who are signed in: the pages as a browser gets them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from guildmark.server.demo.steps import expect


class Visitor:
    """Opens pages of this installation in this process; script is off, as it were."""

    def __init__(self, person_id: UUID | None = None) -> None:
        host = settings.PUBLIC_ORIGIN.partition("://")[2]
        self._client = Client(headers={"host": host})
        if person_id is not None:
            person = get_user_model().objects.get(pk=person_id)
            self._client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])

    def read(self, address: str) -> str:
        """Return the text of a page.

        Raises:
            StepFailed: it does not answer 200.
        """
        return self.fetch(address).decode()

    def fetch(self, address: str) -> bytes:
        """Return the bytes at an address of this installation.

        Raises:
            StepFailed: it does not answer 200.
        """
        response: Any = self._client.get(address.removeprefix(settings.PUBLIC_ORIGIN))
        expect(response.status_code == 200, f"{address} answered {response.status_code}.")
        if response.streaming:
            return b"".join(response.streaming_content)
        return bytes(response.content)

    def send(self, address: str, fields: dict[str, Any]) -> str:
        """Send a form and return the page that follows.

        Raises:
            StepFailed: the answer is not 200.
        """
        response = self._client.post(address, fields, follow=True)
        expect(response.status_code == 200, f"{address} answered {response.status_code}.")
        return str(response.content.decode())
