"""What a learner does with a submission: start, write, hand in, take back, try again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildmark.server.assessment import events
from guildmark.server.assessment.models import Artefact, Attempt, Submission
from guildmark.server.assessment.operations.errors import (
    AlreadyPassed,
    UnableToSubmit,
    WrongState,
)
from guildmark.server.assessment.operations.locking import (
    announce,
    move,
    own_submission,
    require_state,
)
from guildmark.server.assessment.queries import open_attempt
from guildmark.server.assessment.standard import count_words
from guildmark.server.base.clock import now
from guildmark.server.base.errors import (
    Conflict,
    Finding,
    InvalidInput,
    NotFound,
    NotPermitted,
)
from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.queries import version
from guildmark.server.organizations.permissions import Actor

# Far above any word limit an author would set; stops a paste of a whole book.
MAX_ANSWER_CHARACTERS: Final = 50_000
_KEPT_CONTROLS: Final = "\n\t"


def start_submission(*, actor: Actor, version_id: UUID) -> UUID:
    """Open a submission for a published version, or return the learner's open one.

    Raises:
        NotPermitted: nobody is signed in.
        NotFound: there is no such version.
        Conflict: it is no longer the current version, or is no longer offered.
        AlreadyPassed: the learner passed this version before.
    """
    if actor.person_id is None:
        raise NotPermitted("sign_in_needed", _("Sign in to apply for a micro-credential."))
    wanted = version(version_id)
    if wanted is None:
        raise NotFound(message=_("There is no such micro-credential."))
    mine = Submission.objects.filter(learner_id=actor.person_id, version_id=version_id)
    existing = mine.exclude(state=Submission.State.WITHDRAWN).first()
    if existing is not None:
        if existing.state == Submission.State.PASSED:
            raise AlreadyPassed
        return existing.id
    if not wanted.can_be_started:
        raise Conflict(
            "version_not_offered",
            _("This version is no longer offered. Open the micro-credential to see what is."),
        )
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                learner_id=actor.person_id,
                version_id=version_id,
                organization_id=wanted.organization_id,
            )
            Attempt.objects.create(submission=submission)
            announce(events.SubmissionStarted, submission, actor=actor)
    except IntegrityError:
        # A second tap on "Apply" ran at the same time and won.
        winner = mine.exclude(state=Submission.State.WITHDRAWN).first()
        if winner is None:
            raise
        return winner.id
    return submission.id


@transaction.atomic
def save_answers(
    *,
    actor: Actor,
    submission_id: UUID,
    answers: Mapping[str, str],
    reflection: str,
    ai_use: str,
) -> None:
    """Keep what the learner has written so far; may be called after every pause in typing.

    Word limits are checked when it is handed in, not here, so that a half-written answer is never
    refused. Questions that are not in `answers` keep what they had. Control characters that a word
    processor leaves behind are dropped.

    Raises:
        WrongState: it was handed in already.
        InvalidInput: an answer belongs to no question, or is longer than 50,000 characters.
    """
    submission = own_submission(submission_id, actor=actor)
    require_state(submission, Submission.State.DRAFT, doing=_("change your answers"))
    definition = definition_of(submission)
    attempt = open_attempt(submission)
    known = {question.id for question in definition.overview_questions}
    written = {
        **{f"answer-{key}": text for key, text in answers.items()},
        "reflection": reflection,
        "ai_use": ai_use,
    }
    findings = [
        Finding(
            f"answer-{key}",
            _("This question is not part of the micro-credential."),
            _("Reload the page."),
        )
        for key in answers
        if key not in known
    ] + [
        Finding(
            key,
            _("This text is too long to keep."),
            _("Shorten it, or add it as a file."),
        )
        for key, text in written.items()
        if len(text) > MAX_ANSWER_CHARACTERS
    ]
    if findings:
        raise InvalidInput(findings=findings)
    attempt.answers = {
        **attempt.answers,
        **{key: clean_text(text) for key, text in answers.items()},
    }
    attempt.reflection = clean_text(reflection)
    attempt.ai_use = clean_text(ai_use)
    attempt.save(update_fields=("answers", "reflection", "ai_use"))
    submission.changed_at = now()
    submission.save(update_fields=("changed_at",))


@transaction.atomic
def submit(*, actor: Actor, submission_id: UUID) -> None:
    """Hand in the open attempt. Handing in twice does nothing the second time.

    Raises:
        UnableToSubmit: with one finding for each thing that is missing or too long.
        WrongState: it was withdrawn, returned or passed.
    """
    submission = own_submission(submission_id, actor=actor)
    waiting = (Submission.State.SUBMITTED, Submission.State.IN_ASSESSMENT)
    if submission.state in waiting:
        return
    require_state(submission, Submission.State.DRAFT, doing=_("hand it in"))
    attempt = open_attempt(submission)
    findings = list_missing(
        definition_of(submission),
        answers=attempt.answers,
        ai_use=attempt.ai_use,
        evidence=attempt.artefacts.values_list("requirement_id", flat=True),
    )
    if findings:
        raise UnableToSubmit(findings=findings)
    moment = now()
    attempt.submitted_at = moment
    attempt.save(update_fields=("submitted_at",))
    submission.waiting_since = moment
    move(submission, Submission.State.SUBMITTED, also=("waiting_since",))
    announce(events.SubmissionHandedIn, submission, actor=actor, attempt=attempt.number)


@transaction.atomic
def withdraw(*, actor: Actor, submission_id: UUID) -> None:
    """Take a submission back; nobody marks it any more and a new one may be started.

    Raises:
        WrongState: it has passed; what was decided stays.
    """
    submission = own_submission(submission_id, actor=actor)
    if submission.state == Submission.State.WITHDRAWN:
        return
    if submission.state == Submission.State.PASSED:
        raise WrongState(state=submission.get_state_display(), doing=_("withdraw it"))
    submission.claimed_by = None
    submission.claimed_at = None
    submission.waiting_since = None
    move(
        submission,
        Submission.State.WITHDRAWN,
        also=("claimed_by", "claimed_at", "waiting_since"),
    )
    announce(events.SubmissionWithdrawn, submission, actor=actor)


@transaction.atomic
def resume(*, actor: Actor, submission_id: UUID) -> None:
    """Open the next attempt of a returned submission with everything carried over.

    Answers and artefact rows are copied (same stored file, same digest), so the attempt that was
    judged stays as it was judged. Doing it twice does nothing the second time.
    """
    submission = own_submission(submission_id, actor=actor)
    if submission.state == Submission.State.DRAFT:
        return
    require_state(submission, Submission.State.RETURNED, doing=_("start another attempt"))
    before = open_attempt(submission)
    attempt = Attempt.objects.create(
        submission=submission,
        number=before.number + 1,
        answers=before.answers,
        reflection=before.reflection,
        ai_use=before.ai_use,
    )
    Artefact.objects.bulk_create(
        _carried(artefact, attempt=attempt) for artefact in before.artefacts.order_by("created_at")
    )
    move(submission, Submission.State.DRAFT)
    announce(events.SubmissionResumed, submission, actor=actor, attempt=attempt.number)


def list_missing(
    definition: Definition, *, answers: Mapping[str, str], ai_use: str, evidence: Iterable[str]
) -> list[Finding]:
    """List what stands between an attempt and handing it in, in the order of the page.

    Args:
        evidence: the requirement's id of each artefact that is there.
    """
    findings = []
    held_for = Counter(evidence)
    for question in definition.overview_questions:
        words = count_words(answers.get(question.id, ""))
        field = f"answer-{question.id}"
        if not words:
            findings.append(
                Finding(
                    field,
                    _("“%s” has no answer.") % question.prompt,
                    _("Write an answer."),
                )
            )
        elif question.word_limit and words > question.word_limit:
            findings.append(
                Finding(
                    field,
                    _("“%(prompt)s” has %(words)d words; the limit is %(limit)d.")
                    % {
                        "prompt": question.prompt,
                        "words": words,
                        "limit": question.word_limit,
                    },
                    ngettext(
                        "Shorten it by %d word.",
                        "Shorten it by %d words.",
                        words - question.word_limit,
                    )
                    % (words - question.word_limit),
                )
            )
    for requirement in definition.evidence_requirements:
        held = held_for[requirement.id]
        short = requirement.minimum - held
        if short > 0:
            findings.append(
                Finding(
                    f"evidence-{requirement.id}",
                    _("“%(name)s” has %(held)d of %(minimum)d pieces of evidence.")
                    % {
                        "name": requirement.name,
                        "held": held,
                        "minimum": requirement.minimum,
                    },
                    ngettext(
                        "Add %d more file or link.",
                        "Add %d more files or links.",
                        short,
                    )
                    % short,
                )
            )
    if not ai_use.strip():
        findings.append(
            Finding(
                "ai_use",
                _("You have not said what AI was used for."),
                _("Say what it was used for, or write “None”."),
            )
        )
    return findings


def definition_of(submission: Submission) -> Definition:
    """Return the published definition that the submission is for."""
    row = version(submission.version_id)
    if row is None:  # The foreign key protects it; only a broken database gets here.
        raise NotFound(message=_("The micro-credential of this submission is missing."))
    return row.definition


def required_levels(definition: Definition) -> dict[str, int]:
    """Return criterion id → the level it must reach, in the rubric's order."""
    return {each.id: each.required_level or 1 for each in definition.criteria}


def clean_text(text: str) -> str:
    """Return text with one kind of line end and without characters that show nothing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c
        for c in lines
        if c in _KEPT_CONTROLS
        or not (ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) <= 0xDFFF)
    )


def _carried(artefact: Artefact, *, attempt: Attempt) -> Artefact:
    return Artefact(
        attempt=attempt,
        requirement_id=artefact.requirement_id,
        kind=artefact.kind,
        name=artefact.name,
        description=artefact.description,
        url=artefact.url,
        storage_name=artefact.storage_name,
        media_type=artefact.media_type,
        size_bytes=artefact.size_bytes,
        sha256=bytes(artefact.sha256),
        visibility=artefact.visibility,
        owner_note=artefact.owner_note,
        declared_at=artefact.declared_at,
        created_at=artefact.created_at,
        carried_from=artefact.id,
    )
