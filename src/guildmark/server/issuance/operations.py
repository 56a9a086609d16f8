"""Make an award from a passed submission, and revoke it.

An award, its status index, its signed credential and its audit record are one transaction: after a
crash either all of them exist or none, and the job that was cut off runs again.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guildmark.credentials.issue import sign_credential
from guildmark.server.accounts.queries import person
from guildmark.server.assessment.queries import result
from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Conflict, Finding, InvalidInput, NotFound
from guildmark.server.base.queries import is_demo
from guildmark.server.catalog.queries import version as catalog_version
from guildmark.server.issuance.document import Recipient, build_credential
from guildmark.server.issuance.events import AwardIssued, AwardRevoked
from guildmark.server.issuance.models import Award, Credential
from guildmark.server.keystore.queries import active_key
from guildmark.server.keystore.signing import open_signer
from guildmark.server.organizations.permissions import ISSUER, Actor
from guildmark.server.publication.operations import allocate_status, revoke_status
from guildmark.server.publication.queries import verification_method

MAX_REASON = 1000


def issue_award(*, actor: Actor, submission_id: UUID) -> UUID:
    """Make, sign and keep the award that a passed submission earned; return the award's id.

    Run again it returns the same award: a submission leads to one award at most.

    Raises:
        NotFound: the submission is gone or has not passed, or the actor may not award there.
        Conflict: the organization has no active signing key.
    """
    moment = now().replace(microsecond=0)
    with transaction.atomic():
        outcome = result(submission_id)
        if not (actor.is_system or actor.has_role(outcome.organization_id, ISSUER)):
            raise NotFound
        made = Award.objects.filter(submission_id=submission_id).first()
        if made is not None:
            return made.id
        if actor.person_id is not None and actor.person_id == outcome.learner_id:
            raise Conflict("own_award", _("Nobody makes an award to themselves."))
        learner = person(outcome.learner_id)
        version = catalog_version(outcome.version_id)
        key = active_key(outcome.organization_id)
        if learner is None or version is None:
            raise NotFound
        if key is None:
            raise Conflict(
                "no_key", _("The organization has no active signing key. Make one, then try again.")
            )
        award = Award(
            id=uuid.uuid4(),
            organization_id=outcome.organization_id,
            learner_id=learner.id,
            version_id=version.id,
            submission_id=submission_id,
            recipient_name=learner.name,
            awarded_at=moment,
            valid_until=(
                moment + relativedelta(months=version.definition.validity_months)
                if version.definition.validity_months
                else None
            ),
        )
        try:
            # One award a submission, also when two workers run the job at once: the second one
            # waits here until the first has committed, and finds its award.
            with transaction.atomic():
                award.save(force_insert=True)
        except IntegrityError:
            return Award.objects.get(submission_id=submission_id).id
        credential_id = uuid.uuid4()
        entry = allocate_status(
            organization_id=outcome.organization_id, credential_id=credential_id
        )
        draft = build_credential(
            credential_id=credential_id,
            version=version,
            outcome=outcome,
            recipient=Recipient(name=learner.name, email=learner.email),
            status=entry,
            valid_from=moment,
            valid_until=award.valid_until,
            demo=is_demo(),
        )
        signer = open_signer(
            key.id, verification_method=verification_method(outcome.organization_id, key)
        )
        document = json.dumps(
            sign_credential(draft, signer=signer, created=moment),
            ensure_ascii=False,
            separators=(",", ":"),
        )
        digest = hashlib.sha256(document.encode()).digest()
        Credential.objects.create(
            id=credential_id,
            award=award,
            document=document,
            sha256=digest,
            signing_key_id=key.id,
            signed_at=moment,
        )
        record(
            AwardIssued(
                subject_id=award.id,
                credential_id=credential_id,
                version_id=version.id,
                credential_sha256=digest.hex(),
            ),
            actor=actor.actor_id,
            organization=outcome.organization_id,
        )
    return award.id


def revoke_award(*, actor: Actor, award_id: UUID, reason: str) -> None:
    """Revoke an award, for ever, with a reason that its holder is told.

    Raises:
        NotFound: there is no such award, or the actor is no issuer there.
        InvalidInput: no reason, or more than 1,000 characters.
        Conflict: it is revoked already.
    """
    reason = reason.strip()
    with transaction.atomic():
        award = Award.objects.select_for_update().filter(pk=award_id).first()
        if award is None or not actor.has_role(award.organization_id, ISSUER):
            raise NotFound
        if not reason or len(reason) > MAX_REASON:
            raise InvalidInput(
                findings=[
                    Finding(
                        "reason",
                        _("The reason is missing or longer than 1,000 characters."),
                        _("Say in a sentence why the award is taken back; its holder reads it."),
                    )
                ]
            )
        if award.state == Award.State.REVOKED:
            raise Conflict("already_revoked", _("This award is revoked already."))
        award.state = Award.State.REVOKED
        award.state_reason = reason
        award.state_changed_at = now()
        award.save(update_fields=["state", "state_reason", "state_changed_at"])
        for credential in award.credentials.all():
            revoke_status(actor=actor, credential_id=credential.id)
            record(
                AwardRevoked(subject_id=award.id, credential_id=credential.id),
                actor=actor.actor_id,
                organization=award.organization_id,
            )
