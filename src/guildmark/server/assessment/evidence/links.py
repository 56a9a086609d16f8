"""A web address given as evidence: shown as a link, never fetched."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from guildmark.server.assessment.evidence.problems import UnfitEvidence

MAX_ADDRESS_CHARACTERS: Final = 1000


def check_link(address: str) -> str:
    """Return the address without the spaces around it.

    Raises:
        UnfitEvidence: it is no http or https address, carries a user name or password, holds spaces
            or characters that cannot be seen, or is longer than 1000 characters.
    """
    address = address.strip()
    if len(address) > MAX_ADDRESS_CHARACTERS:
        raise UnfitEvidence(
            _("The address is longer than %d characters.") % MAX_ADDRESS_CHARACTERS,
            _("Use a shorter address of the same page."),
        )
    if not address.isprintable() or " " in address or "\\" in address:
        raise UnfitEvidence(
            _("The address holds a space or a character that cannot be seen."),
            _("Copy the address again from your browser's address bar."),
        )
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        raise _no_address() from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise _no_address()
    if parts.username is not None or parts.password is not None:
        raise UnfitEvidence(
            _("The address holds a user name or password."),
            _("Remove what stands before the “@”, or add the content as a file."),
        )
    return address


def _no_address() -> UnfitEvidence:
    return UnfitEvidence(
        _("This is not a web address."),
        _("Give the whole address, starting with https://."),
    )
