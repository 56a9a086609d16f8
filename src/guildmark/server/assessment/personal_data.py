"""What this room holds about a person: their submissions, and decisions they made on others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from guildmark.server.accounts.personal_data import DataItem
from guildmark.server.assessment.models import Artefact, Decision, Submission
from guildmark.server.assessment.operations.artefacts import delete_unused
from guildmark.server.assessment.operations.previews import pictures_of
from guildmark.server.assessment.queries import ArtefactRow, AttemptRow, artefact_file
from guildmark.server.assessment.queries.history import attempt_rows
from guildmark.server.base.errors import NotFound


class AssessmentData:
    """Submissions go with the person, and decisions on them too; decisions they made stay."""

    name = "assessment"

    def describe(self, person_id: UUID) -> list[DataItem]:
        """Count submissions, stored files, and decisions made as an assessor."""
        files = Artefact.objects.filter(
            attempt__submission__learner_id=person_id, kind=Artefact.Kind.FILE
        )
        decisions = Decision.objects.filter(assessor_id=person_id, decided_at__isnull=False)
        return [
            DataItem(
                _("Submissions, with answers and the decisions on them"),
                Submission.objects.filter(learner_id=person_id).count(),
                "goes",
            ),
            DataItem(
                _("Files of evidence"), files.values("storage_name").distinct().count(), "goes"
            ),
            DataItem(
                _("Decisions you made as an assessor"),
                decisions.count(),
                "stays",
                _("They belong to the learners you assessed; your name is taken off them."),
            ),
        ]

    def export(self, person_id: UUID) -> Iterable[tuple[str, bytes]]:
        """Yield one JSON file for each submission, and each stored file as it was handed in."""
        for submission in Submission.objects.filter(learner_id=person_id).select_related(
            "version", "organization"
        ):
            folder = f"submissions/{submission.id}"
            attempts = attempt_rows(submission)
            content = {
                "micro_credential": submission.version.title,
                "version": submission.version.number,
                "organization": submission.organization.name,
                "state": submission.state,
                "started_at": submission.created_at.isoformat(),
                "attempts": [_attempt_json(attempt) for attempt in reversed(attempts)],
            }
            yield f"{folder}/submission.json", _json(content)
            yield from _files(folder, attempts)
        yield "decisions-made.json", _json(_decisions_made(person_id))

    def erase(self, person_id: UUID) -> None:
        """Delete the person's submissions with all in them; take the name off what they decided."""
        # Locked, so that no preview is kept of a file that goes.
        mine = Submission.objects.select_for_update().filter(learner_id=person_id)
        stored = list(
            Artefact.objects.filter(attempt__submission__in=list(mine))
            .exclude(storage_name="")
            .values_list("storage_name", flat=True)
            .distinct()
        )
        pictures = {name: pictures_of(name) for name in stored}
        # The triggers let rows of this very person go, in this transaction only.
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('guildmark.erasing', %s, true)", [str(person_id)])
        Submission.objects.filter(learner_id=person_id).delete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('guildmark.erasing', '', true)")
        Decision.objects.filter(assessor_id=person_id, decided_at=None).delete()
        Decision.objects.filter(assessor_id=person_id).update(assessor=None)
        Submission.objects.filter(claimed_by_id=person_id).update(
            claimed_by=None, claimed_at=None, state=Submission.State.SUBMITTED
        )
        for storage_name in stored:
            delete_unused(storage_name, pictures=pictures[storage_name])


def _files(folder: str, attempts: tuple[AttemptRow, ...]) -> Iterable[tuple[str, bytes]]:
    """Yield each stored file once, although later attempts carry it over."""
    seen: set[bytes] = set()
    for attempt in attempts:
        for artefact in attempt.artefacts:
            if artefact.kind != Artefact.Kind.FILE or artefact.sha256 in seen:
                continue
            seen.add(artefact.sha256)
            try:
                with artefact_file(artefact.id) as content:
                    yield (
                        f"{folder}/files/{artefact.sha256_hex[:12]}-{artefact.name}",
                        content.read(),
                    )
            except NotFound:
                continue  # The row says what it was; its file was lost before.


def _attempt_json(attempt: AttemptRow) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "answers": dict(attempt.answers),
        "reflection": attempt.reflection,
        "ai_use": attempt.ai_use,
        "submitted_at": attempt.submitted_at.isoformat() if attempt.submitted_at else None,
        "evidence": [_artefact_json(artefact) for artefact in attempt.artefacts],
        "decisions": [
            {
                "outcome": decision.outcome,
                "feedback": decision.feedback,
                "decided_at": decision.decided_at.isoformat(),
                "marks": [
                    {
                        "criterion": mark.criterion_id,
                        "level": mark.level,
                        "comment": mark.comment,
                        "rests_on": mark.rests_on,
                    }
                    for mark in decision.marks.values()
                ],
            }
            for decision in attempt.decisions
        ],
    }


def _artefact_json(artefact: ArtefactRow) -> dict[str, Any]:
    return {
        "requirement": artefact.requirement_id,
        "kind": artefact.kind,
        "name": artefact.name,
        "description": artefact.description,
        "url": artefact.url,
        "media_type": artefact.media_type,
        "size_bytes": artefact.size_bytes,
        "sha256": artefact.sha256_hex,
        "visibility": artefact.visibility,
        "owner_note": artefact.owner_note,
        "declared_at": artefact.declared_at.isoformat(),
    }


def _decisions_made(person_id: UUID) -> list[dict[str, Any]]:
    """Return what the person decided as an assessor; the learners' names are theirs."""
    found = Decision.objects.filter(assessor_id=person_id, decided_at__isnull=False)
    return [
        {
            "micro_credential": row.attempt.submission.version.title,
            "outcome": row.outcome,
            "feedback": row.feedback,
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        }
        for row in found.select_related("attempt__submission__version").order_by("decided_at")
    ]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
