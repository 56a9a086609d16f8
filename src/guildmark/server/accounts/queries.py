"""Reads about people."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from guildmark.server.accounts.models import ApiToken, Person


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as other rooms see them."""

    id: UUID
    actor_id: UUID
    name: str
    email: str
    language: str
    is_active: bool
    is_operator: bool


@dataclass(frozen=True, slots=True)
class TokenRow:
    """An API token, without the secret that only its owner ever saw."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    is_live: bool


def _row(person: Person) -> PersonRow:
    return PersonRow(
        id=person.id,
        actor_id=person.actor_id,
        name=person.name,
        email=person.email,
        language=person.language,
        is_active=person.is_active,
        is_operator=person.is_superuser,
    )


def person(person_id: UUID) -> PersonRow | None:
    """Return one person; None when the account does not exist (any more)."""
    found = Person.objects.filter(pk=person_id).first()
    return _row(found) if found else None


def person_by_email(email: str) -> PersonRow | None:
    """Return the person who signs in with `email`, in any case."""
    found = Person.objects.filter(email__iexact=email.strip()).first()
    return _row(found) if found else None


def people(person_ids: Collection[UUID]) -> dict[UUID, PersonRow]:
    """Return people by id in one query; ids without an account are left out."""
    return {found.id: _row(found) for found in Person.objects.filter(pk__in=person_ids)}


def tokens(person_id: UUID) -> list[TokenRow]:
    """Return a person's API tokens, newest first, withdrawn ones included."""
    now = timezone.now()
    return [
        TokenRow(
            id=token.id,
            name=token.name,
            prefix=token.prefix,
            scopes=tuple(token.scopes),
            created_at=token.created_at,
            last_used_at=token.last_used_at,
            expires_at=token.expires_at,
            is_live=token.revoked_at is None
            and (token.expires_at is None or token.expires_at > now),
        )
        for token in ApiToken.objects.filter(person_id=person_id).order_by("-created_at")
    ]


def token_digest(token: str) -> bytes:
    """Return what is stored of a token: its SHA-256. Tokens have 256 random bits, so no salt."""
    return hashlib.sha256(token.encode()).digest()


def token_holder(token: str) -> tuple[UUID, frozenset[str]] | None:
    """Return whose token this is and its scopes; None when it is unknown, withdrawn or expired."""
    now = timezone.now()
    found = (
        ApiToken.objects.filter(digest=token_digest(token), revoked_at=None, person__is_active=True)
        .only("id", "person_id", "scopes", "expires_at", "last_used_at")
        .first()
    )
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return None
    # One write a minute at most: "last used" is for people, not for counting.
    if found.last_used_at is None or (now - found.last_used_at).total_seconds() > 60:
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found.person_id, frozenset(found.scopes)
