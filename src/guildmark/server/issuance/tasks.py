"""What issuance does when something happened below it."""

from __future__ import annotations

from guildmark.server.assessment.events import SubmissionPassed
from guildmark.server.base.facts import listens_to
from guildmark.server.issuance.operations import issue_award
from guildmark.server.organizations.permissions import SYSTEM


@listens_to(SubmissionPassed)
def award_passed_submission(fact: SubmissionPassed) -> None:
    """Make the award; a second delivery of the same fact finds it made."""
    issue_award(actor=SYSTEM, submission_id=fact.subject_id)
