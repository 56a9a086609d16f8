"""What follows from what happened to a submission: mails, and previews of its files.

Each mail is sent once, and each preview is made once, however often this runs. The award's own
mail comes from `issuance`; what is told here is the decision.
"""

from __future__ import annotations

from uuid import UUID

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guildmark.server.accounts.queries import person
from guildmark.server.assessment.events import (
    SubmissionHandedIn,
    SubmissionPassed,
    SubmissionReturned,
)
from guildmark.server.assessment.operations import (
    ask_for_missing_previews,
    make_preview,
    sweep_orphans,
)
from guildmark.server.base.facts import listens_to
from guildmark.server.base.jobs import as_system, job
from guildmark.server.catalog.queries import version
from guildmark.server.messages.operations import queue_mail
from guildmark.server.organizations.permissions import ASSESSOR
from guildmark.server.organizations.queries import members, organization

_log = structlog.get_logger("guildmark.evidence")


@listens_to(SubmissionHandedIn)
def tell_assessors(fact: SubmissionHandedIn) -> None:
    """Tell the organization's assessors that something waits; who handed it in is not told."""
    held, by = version(fact.version_id), organization(fact.organization_id)
    if held is None or by is None:
        return
    assessors = members(by.id, role=ASSESSOR) or members(by.id, role="owner")
    for assessor in assessors:
        if assessor.person_id == fact.learner_id:
            continue
        queue_mail(
            person_id=assessor.person_id,
            to=assessor.email,
            language=assessor.language,
            template="submission_handed_in",
            context={
                "title": held.definition.title,
                "organization": by.name,
                "attempt": fact.attempt,
                "action": gettext_lazy("Open the queue"),
                "action_url": _address("assessment:queue", by.slug),
            },
            dedupe_key=f"handed-in:{fact.submission_id}:{fact.attempt}:{assessor.person_id}",
        )


@listens_to(SubmissionReturned)
def tell_returned(fact: SubmissionReturned) -> None:
    """Tell the learner that it came back, with the way to the feedback."""
    _tell_learner(fact, template="submission_returned", action=gettext_lazy("Read the feedback"))


@listens_to(SubmissionPassed)
def tell_passed(fact: SubmissionPassed) -> None:
    """Tell the learner that it passed; the credential follows by its own mail."""
    _tell_learner(fact, template="submission_passed", action=gettext_lazy("See your result"))


@job("assessment.preview", attempts=4)
def preview(*, artefact_id: str) -> None:
    """Draw the preview of a file that was added."""
    make_preview(UUID(artefact_id))


@app.periodic(cron="41 3 * * *")
@app.task(name="assessment.sweep_files", queue="default")
def sweep_files(timestamp: int = 0) -> None:
    """Delete files that a killed process left without a row, ask again for previews; nightly."""
    as_system(_sweep, name="assessment.sweep_files")()


def _sweep() -> None:
    deleted = sweep_orphans()
    if deleted:
        _log.warning("files without a row were deleted", count=deleted)
    asked = ask_for_missing_previews()
    if asked:
        _log.warning("previews were asked for again", count=asked)


def _tell_learner(
    fact: SubmissionReturned | SubmissionPassed, *, template: str, action: Promise
) -> None:
    learner, held = person(fact.learner_id), version(fact.version_id)
    by = organization(fact.organization_id)
    if learner is None or held is None or by is None:
        return  # The account was erased in the meantime.
    queue_mail(
        person_id=learner.id,
        to=learner.email,
        language=learner.language,
        template=template,
        context={
            "name": learner.name,
            "title": held.definition.title,
            "organization": by.name,
            "action": action,
            "action_url": _address("assessment:submission", fact.submission_id),
        },
        dedupe_key=f"{template}:{fact.decision_id}",
    )


def _address(name: str, *arguments: UUID | str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{reverse(name, args=arguments)}"
