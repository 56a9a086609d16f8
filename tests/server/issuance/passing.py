"""Another submission of the same learner that has passed and waits for its award."""

from __future__ import annotations

import io
from uuid import UUID

from guildmark.server.accounts.models import Person
from guildmark.server.assessment import operations as assessment
from guildmark.server.organizations.permissions import ASSESSOR, AUTHOR, ISSUER, OWNER
from tests.server.catalog.samples import complete_definition
from tests.server.wallet.samples import Awarded, _publish, as_actor


def pass_another(
    awarded: Awarded, *, learner: Person | None = None, title: str = "Another one"
) -> UUID:
    """Publish another micro-credential, let the learner pass it; its jobs have not run yet."""
    staff = as_actor(awarded.assessor, awarded.organization_id, OWNER, AUTHOR, ASSESSOR, ISSUER)
    version_id = _publish(staff, awarded.organization_id, complete_definition(title=title))
    me = as_actor(learner or awarded.learner)
    submission_id = assessment.start_submission(actor=me, version_id=version_id)
    assessment.add_file(
        actor=me, submission_id=submission_id, requirement_id="e1", upload_name="record.txt",
        content=io.BytesIO(b"Locked.\n"), visibility="assessors", owner_note="Mine", declared=True,
    )  # fmt: skip
    assessment.save_answers(
        actor=me, submission_id=submission_id, answers={"q1": "The press."}, reflection="",
        ai_use="None.",
    )  # fmt: skip
    assessment.submit(actor=me, submission_id=submission_id)
    assessment.claim(actor=staff, submission_id=submission_id)
    for criterion_id in ("c1", "c2"):
        assessment.save_mark(
            actor=staff, submission_id=submission_id, criterion_id=criterion_id, level=2,
            comment="Seen.", rests_on="record.txt",
        )  # fmt: skip
    assessment.decide(actor=staff, submission_id=submission_id, outcome="passed", feedback="Good.")
    return submission_id
