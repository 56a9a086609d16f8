"""Queue a mail in the caller's transaction, and send it once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import override

from guildmark.server.base.clock import now
from guildmark.server.base.jobs import defer
from guildmark.server.messages.models import Message

# As long as the column: titles and names come from people, and no mail may fail by their length.
MAX_SUBJECT = 300


def queue_mail(
    *, person_id: UUID | None, to: str, language: str, template: str,
    context: Mapping[str, Any], dedupe_key: str,
) -> None:  # fmt: skip
    """Render `messages/<template>` (.subject.txt, .txt, .html) in `language` and queue the mail.

    Args:
        dedupe_key: names the cause, such as "award:<id>"; a second one with it is dropped.
    """
    values = {**context, "PUBLIC_ORIGIN": settings.PUBLIC_ORIGIN}
    with override(language):
        subject = " ".join(render_to_string(f"messages/{template}.subject.txt", values).split())
        text = render_to_string(f"messages/{template}.txt", values)
        html = render_to_string(f"messages/{template}.html", values)
    queue_rendered_mail(
        person_id=person_id, to=to, language=language, kind=template, subject=subject,
        text=text, html=html, dedupe_key=dedupe_key,
    )  # fmt: skip


def queue_rendered_mail(
    *, person_id: UUID | None, to: str, language: str, kind: str, subject: str, text: str,
    dedupe_key: str, html: str = "",
) -> None:  # fmt: skip
    """Queue a mail whose text is ready."""
    with transaction.atomic():
        message, created = Message.objects.get_or_create(
            dedupe_key=dedupe_key,
            defaults={
                "person_id": person_id, "to": to, "language": language, "kind": kind,
                "subject": Truncator(subject).chars(MAX_SUBJECT), "text": text, "html": html,
            },
        )  # fmt: skip
        if created:
            defer("messages.send", message_id=str(message.id))


def erase_mails(*, person_id: UUID, addresses: Collection[str]) -> None:
    """Delete all mails to a person, also those to an address before there was an account."""
    Message.objects.filter(Q(person_id=person_id) | Q(to__in=addresses)).delete()


def send(message_id: UUID) -> None:
    """Send one queued mail; sent or erased ones are left alone.

    Raises:
        OSError, smtplib.SMTPException: the mail server did not take it; the job tries again.
    """
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, sent_at=None)
            .first()
        )
        if message is None:
            return
        mail = EmailMultiAlternatives(
            message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to]
        )
        if message.html:
            mail.attach_alternative(message.html, "text/html")
        mail.send()
        message.sent_at = now()
        message.save(update_fields=["sent_at"])
