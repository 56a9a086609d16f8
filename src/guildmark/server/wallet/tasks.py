"""What the wallet does when something happened to an award; each is safe to run twice."""

from __future__ import annotations

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildmark.server.accounts.queries import person
from guildmark.server.base.facts import listens_to
from guildmark.server.base.queries import is_demo
from guildmark.server.issuance.events import AwardIssued, AwardRevoked
from guildmark.server.issuance.queries import credential
from guildmark.server.messages.operations import queue_mail
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.server.organizations.queries import organization
from guildmark.server.publication.queries import credential_url
from guildmark.server.wallet.operations import mail_link_url, receive


@listens_to(AwardIssued)
def receive_award(fact: AwardIssued) -> None:
    """Put the credential into the learner's wallet and tell them, with a link that shows it."""
    held_id = receive(actor=SYSTEM, credential_id=fact.credential_id)
    if held_id is not None:
        link = mail_link_url(held_id)
        _tell("award_issued", fact.credential_id, link=link, action=_("See the badge"))


@listens_to(AwardRevoked)
def tell_of_revocation(fact: AwardRevoked) -> None:
    """Tell the learner that it was taken back, and why."""
    link = credential_url(fact.credential_id)
    _tell("award_revoked", fact.credential_id, link=link, action=_("See what others see now"))


def _tell(template: str, credential_id: UUID, *, link: str, action: Promise) -> None:
    found = credential(credential_id)
    learner = person(found.learner_id) if found and found.learner_id else None
    if found is None or learner is None:
        return
    issuer = organization(found.organization_id)
    queue_mail(
        person_id=learner.id,
        to=learner.email,
        language=learner.language,
        template=template,
        context={
            "name": learner.name,
            "title": found.title,
            "issuer": issuer.name if issuer else "",
            "reason": found.state_reason,
            # Still lazy: the mail is rendered in the learner's language, not in the job's.
            "action": action,
            "action_url": link,
            "demo": is_demo(),
        },
        dedupe_key=f"{template}:{credential_id}",
    )
