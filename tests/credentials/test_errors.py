"""Refusals can always be shown, whatever they quote."""

from __future__ import annotations

import pytest

from guildmark.credentials.errors import (
    MAX_MESSAGE,
    CredentialError,
    InvalidDraft,
    SourceUnavailable,
)
from guildmark.credentials.verify import Check


@pytest.mark.parametrize(
    "error",
    [
        CredentialError("é" * 10_000, code="x"),
        SourceUnavailable("x" * 10_000),
        InvalidDraft(["$.a: " + "x" * 10_000] * 3),
    ],
)
def test_a_message_does_not_repeat_a_whole_document(error: CredentialError) -> None:
    """A key or a DID may have a million characters; nobody reads them."""
    assert len(error.message) == MAX_MESSAGE
    assert error.message.endswith("…")
    assert str(error) == error.message


def test_half_a_character_from_a_command_line_can_be_shown() -> None:
    """Python keeps bytes that are no UTF-8 as half surrogate pairs, which nothing can print."""
    error = CredentialError("The DID did:x:\udcff is unknown.", code="x")
    assert error.message.encode() == b"The DID did:x:? is unknown."


def test_reasons_are_bounded_too() -> None:
    """They stand in pages and files."""
    check = Check("proof", "fail", "x" * 10_000, "a clause")
    assert len(check.reason) == MAX_MESSAGE
    assert Check("proof", "pass", "short", "a clause").reason == "short"
