"""Rows about evidence and the judgement of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """One learner's way through one achievement version, in one or more attempts.

    A learner has at most one open submission per version. `decided_at` and the marks live with the
    attempts; the row here only says where things stand.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        IN_ASSESSMENT = "in_assessment", _("Being assessed")
        RETURNED = "returned", _("Returned with feedback")
        PASSED = "passed", _("Passed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+"
    )
    # The organization that assesses; repeated from the version's achievement so that rows can be
    # walled off by organization in the database.
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    # When the attempt that is open now was handed in: what the queue is sorted by. Repeated from
    # the attempt so that a long queue is read from one index.
    waiting_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("organization", "waiting_since", "id"),
                condition=models.Q(state__in=("submitted", "in_assessment")),
                name="assessment_queue",
            ),
            models.Index(fields=("learner", "-changed_at"), name="assessment_mine"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("learner", "version"),
                condition=~models.Q(state__in=("passed", "withdrawn")),
                name="assessment_one_open_submission",
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class Attempt(models.Model):
    """One try: the answers as they were when it was handed in; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField(default=1)
    # Overview question id → answer.
    answers = models.JSONField(default=dict)
    reflection = models.TextField(blank=True)
    ai_use = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "number"), name="assessment_attempt_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} attempt {self.number}"


class Artefact(models.Model):
    """One piece of evidence in one attempt: a stored file or a link, with its SHA-256.

    A resubmission copies the rows that stay (same file, same digest), so each attempt shows what it
    was judged on. A trigger refuses changes once the attempt was handed in; only `visibility` may
    still be changed by its owner.
    """

    class Kind(models.TextChoices):
        """How the evidence is kept."""

        FILE = "file", _("File")
        LINK = "link", _("Link")

    class Class(models.TextChoices):
        """Who may see the artefact besides its owner."""

        PUBLIC = "public", _("Public: anyone who sees the credential")
        ON_REQUEST = "on_request", _("On request: people I choose")
        ASSESSORS = "assessors", _("Assessors only")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="artefacts")
    requirement_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    url = models.URLField(max_length=1000, blank=True)
    storage_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    # Of the file's bytes; for a link, of the address as UTF-8.
    sha256 = models.BinaryField(max_length=32)
    visibility = models.CharField(max_length=10, choices=Class, default=Class.ASSESSORS)
    # "I own this, or its owner allowed me to show it to …": declared, who owns it, and when.
    owner_note = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The row of the attempt before that this one was carried over from, if it was.
    carried_from = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = (
            # Same digest elsewhere is flagged; a stored file goes when its last row goes.
            models.Index(fields=("sha256",), name="assessment_artefact_digest"),
            models.Index(fields=("storage_name",), name="assessment_artefact_stored"),
        )

    def __str__(self) -> str:
        return self.name


class EvidencePreview(models.Model):
    """The small pictures drawn from one stored file, or why there are none; nothing is evidence.

    Attempts that carry a file over share the file and its preview.
    """

    class Problem(models.TextChoices):
        """Why nothing can be shown."""

        LOCKED = "locked", _("The document asks for a password.")
        UNREADABLE = "unreadable", _("The file could not be read.")
        TOO_HEAVY = "too_heavy", _("The file is too large or too slow to draw.")

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="previews")
    storage_name = models.CharField(max_length=200, unique=True)
    # In order: {"name": where the picture is stored, "width": pixels, "height": pixels}.
    pages = models.JSONField(default=list)
    # How many pages the document has; more than are drawn.
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)

    def __str__(self) -> str:
        return f"{self.storage_name}: {self.problem or len(self.pages)}"


class Decision(models.Model):
    """One assessor's judgement of one attempt; a working paper until `decided_at` is set.

    After that a trigger refuses changes: a correction is a new decision.
    """

    class Outcome(models.TextChoices):
        """What the assessor concluded."""

        PASSED = "passed", _("Passed")
        RETURNED = "returned", _("Returned with feedback")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="decisions")
    # Null after the assessor's account was erased; `assessor_actor` stays.
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    assessor_actor = models.UUIDField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    feedback = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("attempt", "assessor_actor"),
                condition=models.Q(decided_at__isnull=True),
                name="assessment_one_open_decision_per_marker",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True) | ~models.Q(outcome=""),
                name="assessment_decided_has_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.outcome or 'open'}"


class Mark(models.Model):
    """The level given on one criterion, with its comment and the place it rests on."""

    id = models.BigAutoField(primary_key=True)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="marks")
    criterion_id = models.CharField(max_length=60)
    # Null while only the comment is written; a decided decision has a level on every criterion.
    level = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    rests_on = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("decision", "criterion_id"),
                name="assessment_one_mark_per_criterion",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level}"
