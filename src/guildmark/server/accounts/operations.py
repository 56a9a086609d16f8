"""What people do with their own account: names, tokens, export, erase."""

from __future__ import annotations

import io
import json
import secrets
import unicodedata
import zipfile
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from guildmark.server.accounts import personal_data, queries
from guildmark.server.accounts.events import (
    AccountErased,
    DataExported,
    TokenCreated,
    TokenRevoked,
)
from guildmark.server.accounts.models import ApiToken, Person
from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Finding, InvalidInput, NotFound
from guildmark.server.base.scope import scoped

# What a token may be narrowed to; each API endpoint names the one it needs.
SCOPES = ("catalog.read", "catalog.write", "assessment.read", "assessment.write", "issuance.read",
          "issuance.write", "wallet.read", "wallet.write", "organizations.read",
          "organizations.write")  # fmt: skip

MAX_TOKEN_DAYS = 365

# Unicode's bidirectional overrides and isolates: they can make a name read as another one.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# Control characters, lone halves of a character, line and paragraph separators.
_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})


class UnableToCreateAccount(InvalidInput):
    """The name or the e-mail address cannot be used."""


def check_name(name: str, *, field: str = "name") -> str:
    """Return a person's name, trimmed and in Unicode NFC.

    Raises:
        InvalidInput: empty, longer than 200 characters, or with control characters.
    """
    cleaned = unicodedata.normalize("NFC", " ".join(filter(None, name.split(" "))))
    if any(unicodedata.category(c) in _CONTROLS or c in _DIRECTION_CONTROLS for c in cleaned):
        raise InvalidInput(
            findings=[
                Finding(
                    field,
                    _("The name contains control characters."),
                    _("Type the name again instead of pasting it."),
                )
            ]
        )
    if not cleaned or len(cleaned) > 200:
        raise InvalidInput(
            findings=[
                Finding(
                    field,
                    _("The name is empty or longer than 200 characters."),
                    _("Write the name as it should stand on a credential."),
                )
            ]
        )
    return cleaned


def create_person(
    *, email: str, name: str, password: str | None = None, language: str = "en",
    is_operator: bool = False, email_verified: bool = False,
) -> queries.PersonRow:  # fmt: skip
    """Make an account.

    Raises:
        UnableToCreateAccount: the address is taken or is none.
        InvalidInput: the name cannot be used.
    """
    # Imported here: allauth's models load only after ours.
    from allauth.account.models import EmailAddress

    name = check_name(name)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise UnableToCreateAccount(
            findings=[
                Finding(
                    "email",
                    _("This is not an e-mail address."),
                    _("Write it like name@college.example."),
                )
            ]
        ) from error
    if queries.person_by_email(email):
        raise UnableToCreateAccount(
            findings=[
                Finding("email", _("This address already has an account."), _("Sign in instead."))
            ]
        )
    with transaction.atomic():
        person = Person.objects.create_user(
            email, password, name=name, language=language,
            is_staff=is_operator, is_superuser=is_operator,
        )  # fmt: skip
        EmailAddress.objects.create(user=person, email=email, verified=email_verified, primary=True)
    row = queries.person(person.id)
    if row is None:  # pragma: no cover - it was written a line above
        raise NotFound
    return row


def change_profile(*, person_id: UUID, name: str, language: str) -> None:
    """Change the name that future credentials carry and the language of mails."""
    Person.objects.filter(pk=person_id).update(name=check_name(name), language=language)


def create_token(
    *, person_id: UUID, actor_id: UUID, name: str, scopes: list[str], days: int
) -> str:
    """Make an API token and return it: the only time that anybody sees it.

    Args:
        days: lifetime, 1 to 365.

    Raises:
        InvalidInput: no name, an unknown scope, or a lifetime out of range.
    """
    findings = []
    if not name.strip():
        findings.append(
            Finding("name", _("The token has no name."), _("Say which program uses it."))
        )
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        findings.append(
            Finding(
                "scopes",
                _("Choose at least one known scope."),
                _("Allowed: %(scopes)s.") % {"scopes": ", ".join(SCOPES)},
            )
        )
    if not 1 <= days <= MAX_TOKEN_DAYS:
        findings.append(
            Finding("days", _("The lifetime is out of range."), _("Choose 1 to 365 days."))
        )
    if findings:
        raise InvalidInput(findings=findings)
    token = "gm_" + secrets.token_urlsafe(32)
    with transaction.atomic():
        row = ApiToken.objects.create(
            person_id=person_id, name=check_name(name), prefix=token[:10],
            digest=queries.token_digest(token), scopes=scopes,
            expires_at=now() + timedelta(days=days),
        )  # fmt: skip
        record(TokenCreated(subject_id=row.id), actor=actor_id)
    return token


def revoke_token(*, person_id: UUID, actor_id: UUID, token_id: UUID) -> None:
    """Withdraw a token at once; doing it twice is no error."""
    with transaction.atomic():
        token = (
            ApiToken.objects.select_for_update().filter(pk=token_id, person_id=person_id).first()
        )
        if token is None:
            raise NotFound
        if token.revoked_at is None:
            token.revoked_at = now()
            token.save(update_fields=["revoked_at"])
            record(TokenRevoked(subject_id=token.id), actor=actor_id)


def describe_data(person_id: UUID) -> list[personal_data.DataItem]:
    """List everything held about a person and what erasing does to it."""
    with scoped(system=True):
        return [
            item for section in personal_data.sections() for item in section.describe(person_id)
        ]


def export_everything(*, person_id: UUID, now: datetime) -> bytes:
    """Return a zip archive of everything held about a person: JSON, files, signed credentials."""
    person = queries.person(person_id)
    if person is None:
        raise NotFound
    buffer = io.BytesIO()
    # The person's own rows lie in many organizations, also in those they have left.
    with scoped(system=True), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        account = {"name": person.name, "email": person.email, "language": person.language,
                   "exported_at": now.isoformat()}  # fmt: skip
        archive.writestr("account.json", json.dumps(account, ensure_ascii=False, indent=2))
        for section in personal_data.sections():
            for path, content in section.export(person_id):
                archive.writestr(f"{section.name}/{path}", content)
    record_fact = DataExported(subject_id=person.actor_id)
    with transaction.atomic():
        record(record_fact, actor=person.actor_id)
    return buffer.getvalue()


def erase_account(*, person_id: UUID) -> None:
    """Erase a person: every room's data, then the account; all of it or nothing."""
    # What is left behind belongs to nobody, which is nobody's scope but the system's.
    with scoped(system=True), transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise NotFound
        for section in personal_data.sections():
            section.erase(person_id)
        record(AccountErased(subject_id=person.actor_id), actor=person.actor_id)
        person.delete()
