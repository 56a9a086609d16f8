"""Check a credential for anyone, and keep the lists of recognised issuers.

Checking writes nothing: no row, no log of who looked at what.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from guildmark.credentials.verify import Report, report_gone, verify_credential
from guildmark.fetch import FetchError
from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now as present
from guildmark.server.base.errors import Finding, InvalidInput, NotFound
from guildmark.server.organizations.permissions import Actor
from guildmark.server.verification.events import IssuerRecognized, RecognitionWithdrawn
from guildmark.server.verification.intake import parse_upload
from guildmark.server.verification.models import RecognitionList, RecognizedIssuer
from guildmark.server.verification.reasons import reason_in_words
from guildmark.server.verification.sources import fetch_document, online_sources

__all__ = ["check", "check_address", "recognize_issuer", "withdraw_recognition"]

_MAX_ADDRESS: Final = 2_000


def check(document: bytes | str, *, now: datetime | None = None) -> Report:
    """Check one credential and return the report with its three separate answers.

    Args:
        document: the credential's JSON, exactly as it was received.
        now: the moment to judge dates by; the present when absent.
    """
    return verify_credential(
        document, sources=online_sources(), now=now or present(), timer=perf_counter
    )


def check_address(url: str, *, field: str = "url", now: datetime | None = None) -> Report:
    """Fetch a credential (JSON, PNG or SVG) through the guarded fetcher and check it.

    Raises:
        InvalidInput: the address cannot be used, does not answer, or gives no credential. One
            that answers "gone" gives a report that says so.
    """
    address = _check_address(url.strip(), field=field)
    try:
        fetched = fetch_document(address)
    except FetchError as error:
        # So answers the page of a credential that was revoked, here and at other issuers.
        if error.code == "gone":
            return report_gone(address)
        raise InvalidInput(findings=[_explain(error, field=field)]) from error
    report = check(parse_upload(fetched.body, field=field), now=now)
    exempted = tuple(
        f"The setting for allowed origins let Guildmark reach {origin}, which it refuses otherwise."
        for origin in fetched.exempted
    )
    return replace(report, notes=tuple(dict.fromkeys((*report.notes, *exempted))))


def recognize_issuer(
    *, actor: Actor, list_name: str, issuer_id: str, name: str, list_url: str = ""
) -> None:
    """Put an issuer on a list; the list is made when it is new. Doing it twice changes nothing.

    Raises:
        NotFound: the actor does not run this installation.
        InvalidInput: the issuer's id is neither a DID nor a web address, or a name is missing.
    """
    _require_operator(actor)
    list_name, issuer_id, name = list_name.strip(), issuer_id.strip(), name.strip()
    findings = []
    if not list_name:
        findings.append(
            Finding("list_name", _("The list has no name."), _("Say who recognises the issuer."))
        )
    if not name:
        findings.append(Finding("name", _("The issuer has no name."), _("Write its name.")))
    if not issuer_id.startswith(("did:", "https://")) or any(c.isspace() for c in issuer_id):
        findings.append(
            Finding(
                "issuer_id",
                _("“%(id)s” is not the id of an issuer.") % {"id": issuer_id},
                _("Use a DID such as did:web:college.example, or an https address."),
            )
        )
    if findings:
        raise InvalidInput(findings=findings)
    with transaction.atomic():
        keeper, _made = RecognitionList.objects.get_or_create(
            name=list_name, defaults={"url": list_url}
        )
        _row, is_new = RecognizedIssuer.objects.update_or_create(
            recognition_list=keeper, issuer_id=issuer_id, defaults={"name": name}
        )
        if is_new:
            record(IssuerRecognized(list_id=keeper.id, issuer_id=issuer_id), actor=actor.actor_id)


def withdraw_recognition(*, actor: Actor, list_name: str, issuer_id: str) -> None:
    """Take an issuer off a list.

    Raises:
        NotFound: the actor does not run this installation, or the issuer is not on that list.
    """
    _require_operator(actor)
    with transaction.atomic():
        row = (
            RecognizedIssuer.objects.select_for_update()
            .filter(recognition_list__name=list_name, issuer_id=issuer_id)
            .first()
        )
        if row is None:
            raise NotFound
        record(
            RecognitionWithdrawn(list_id=row.recognition_list_id, issuer_id=issuer_id),
            actor=actor.actor_id,
        )
        row.delete()


def _explain(error: FetchError, *, field: str) -> Finding:
    """Say why nothing came back."""
    return Finding(
        field,
        _("Nothing could be fetched from this address: %(reason)s")
        % {"reason": reason_in_words(error.message)[0]},
        _("Check the address, or download the credential and upload the file."),
    )


def _require_operator(actor: Actor) -> None:
    if not (actor.is_operator or actor.is_system):
        raise NotFound


def _check_address(url: str, *, field: str) -> str:
    """Return the address without its fragment, or say what is wrong with it."""
    problem = ""
    try:
        parts = urlsplit(url)
        has_secret = bool(parts.username or parts.password)
        if len(url) > _MAX_ADDRESS:
            problem = _("The address is longer than 2000 signs.")
        elif parts.scheme not in {"https", "http"} or not parts.hostname:
            problem = _("This is not a web address.")
        elif has_secret:
            problem = _("The address contains a user name or password, which is not sent on.")
    except ValueError:
        problem = _("This is not a web address.")
    if problem:
        remedy = _("Use the address of the credential's page or file; it begins with https://.")
        raise InvalidInput(findings=[Finding(field, problem, remedy)])
    return parts._replace(fragment="").geturl()
