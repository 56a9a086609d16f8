"""What this room itself holds about a person: the account, ways to sign in, tokens, mails."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from guildmark.server.accounts import queries
from guildmark.server.accounts.models import ApiToken
from guildmark.server.accounts.personal_data import DataItem
from guildmark.server.audit.queries import records
from guildmark.server.messages.operations import erase_mails
from guildmark.server.messages.queries import messages_of

_RECORDS_AT_ONCE = 100


class AccountData:
    """The account with its tokens and mails; all of it goes with the person's row."""

    name = "account"

    def describe(self, person_id: UUID) -> list[DataItem]:
        """Count what there is."""
        return [
            DataItem(
                _("Your account: name, e-mail addresses, password, second factors"), 1, "goes"
            ),
            DataItem(_("API tokens"), ApiToken.objects.filter(person_id=person_id).count(), "goes"),
            DataItem(_("Mails sent to you"), len(messages_of(person_id)), "goes"),
        ]

    def export(self, person_id: UUID) -> Iterable[tuple[str, bytes]]:
        """Yield addresses, tokens (never their secrets), mails, and the record of what one did."""
        yield "addresses.json", _json(_addresses(person_id))
        yield (
            "tokens.json",
            _json(
                [
                    {
                        "name": token.name,
                        "begins_with": token.prefix,
                        "scopes": list(token.scopes),
                        "created_at": token.created_at.isoformat(),
                        "last_used_at": _moment(token.last_used_at),
                        "expires_at": _moment(token.expires_at),
                    }
                    for token in queries.tokens(person_id)
                ]
            ),
        )
        yield (
            "mails.json",
            _json(
                [
                    {
                        "to": mail.to,
                        "subject": mail.subject,
                        "text": mail.text,
                        "created_at": mail.created_at.isoformat(),
                        "sent_at": _moment(mail.sent_at),
                    }
                    for mail in messages_of(person_id)
                ]
            ),
        )
        yield "record.json", _json(_record(person_id))

    def erase(self, person_id: UUID) -> None:
        """Erase mails, also those sent before there was an account; the rest goes with the row."""
        addresses = [each["address"] for each in _addresses(person_id)]
        erase_mails(person_id=person_id, addresses=addresses)


def _addresses(person_id: UUID) -> list[dict[str, Any]]:
    # Imported here: allauth's models load only after ours.
    from allauth.account.models import EmailAddress

    person = queries.person(person_id)
    known = {
        row.email: {"address": row.email, "confirmed": row.verified, "primary": row.primary}
        for row in EmailAddress.objects.filter(user_id=person_id)
    }
    if person is not None:
        known.setdefault(
            person.email, {"address": person.email, "confirmed": False, "primary": True}
        )
    return list(known.values())


def _record(person_id: UUID) -> list[dict[str, Any]]:
    person = queries.person(person_id)
    if person is None:
        return []
    found, number = [], 1
    while True:
        page = records(actor=person.actor_id, page=number, size=_RECORDS_AT_ONCE)
        found += [
            {
                "at": row.at.isoformat(),
                "what": row.fact,
                "about": f"{row.subject_type} {row.subject_id}",
            }
            for row in page.items
        ]
        if page.next_number is None:
            return found
        number = page.next_number


def _moment(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
