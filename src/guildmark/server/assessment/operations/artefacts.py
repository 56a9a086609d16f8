"""Evidence in and out of the open attempt: files, links, and who may see them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import BinaryIO, Final
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext as _

from guildmark.server.assessment import events
from guildmark.server.assessment.evidence import (
    FileType,
    ReceivedFile,
    UnfitEvidence,
    check_file,
    check_link,
    clean_name,
    receive,
)
from guildmark.server.assessment.models import Artefact, Submission
from guildmark.server.assessment.operations.errors import WrongState
from guildmark.server.assessment.operations.locking import (
    announce,
    own_submission,
    require_state,
)
from guildmark.server.assessment.operations.previews import (
    ask_for_preview,
    evidence_storage,
    forget_preview,
    preview_pictures,
)
from guildmark.server.assessment.operations.submissions import clean_text, definition_of
from guildmark.server.assessment.queries import open_attempt
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Finding, InvalidInput, NotFound
from guildmark.server.organizations.permissions import Actor

# More than anybody marks with care; keeps a page and a form bounded.
MAX_ARTEFACTS: Final = 40
# Longer than any upload takes.
ORPHAN_AGE: Final = timedelta(days=1)


def add_file(
    *,
    actor: Actor,
    submission_id: UUID,
    requirement_id: str,
    upload_name: str,
    content: BinaryIO,
    visibility: str,
    owner_note: str,
    declared: bool,
    description: str = "",
) -> UUID:
    """Take a file as evidence for one requirement and return the artefact's id.

    The bytes are hashed while they arrive and looked through before anything is kept. Either the
    file and its row are both there afterwards, or neither is.

    Args:
        upload_name: as the browser sent it.
        visibility: "public", "on_request" or "assessors".
        owner_note: who owns it, or who allowed it to be shown.
        declared: the learner's word that they may show it to that class of people.

    Raises:
        InvalidInput: the file, its name or the declaration will not do; findings name the field.
        WrongState: the attempt was handed in.
    """
    findings = _form_findings(visibility=visibility, owner_note=owner_note, declared=declared)
    if findings:
        raise InvalidInput(findings=findings)
    # First without the lock, so that a long upload holds nobody up; again with it below.
    _require_open(submission_id, actor=actor, requirement_id=requirement_id, kind="file")
    try:
        name = clean_name(upload_name)
        with receive(content, max_bytes=settings.EVIDENCE_MAX_BYTES) as received:
            kind = check_file(received.content, name=name)
            return _keep(
                received,
                kind=kind,
                actor=actor,
                submission_id=submission_id,
                row=Artefact(
                    requirement_id=requirement_id,
                    kind=Artefact.Kind.FILE,
                    name=name,
                    description=clean_text(description).strip(),
                    visibility=visibility,
                    owner_note=_one_line(owner_note),
                    declared_at=now(),
                ),
            )
    except UnfitEvidence as error:
        raise InvalidInput(findings=[Finding("file", error.problem, error.remedy)]) from error


@transaction.atomic
def add_link(
    *,
    actor: Actor,
    submission_id: UUID,
    requirement_id: str,
    url: str,
    name: str,
    visibility: str,
    owner_note: str,
    declared: bool,
    description: str = "",
) -> UUID:
    """Take a web address as evidence for one requirement and return the artefact's id.

    The address is never fetched; its digest is of the address itself, as UTF-8.

    Raises:
        InvalidInput: no http or https address, or the declaration is missing.
        WrongState: the attempt was handed in.
    """
    findings = _form_findings(visibility=visibility, owner_note=owner_note, declared=declared)
    address = ""
    try:
        address = check_link(url)
    except UnfitEvidence as error:
        findings.insert(0, Finding("url", error.problem, error.remedy))
    if findings:
        raise InvalidInput(findings=findings)
    submission = _require_open(
        submission_id, actor=actor, requirement_id=requirement_id, kind="link"
    )
    artefact = Artefact.objects.create(
        attempt=open_attempt(submission),
        requirement_id=requirement_id,
        kind=Artefact.Kind.LINK,
        name=_one_line(name)[:200] or address[:200],
        description=clean_text(description).strip(),
        url=address,
        sha256=_digest_of(address),
        visibility=visibility,
        owner_note=_one_line(owner_note),
        declared_at=now(),
    )
    _announce_added(submission, artefact, actor=actor)
    return artefact.id


@transaction.atomic
def remove_artefact(*, actor: Actor, submission_id: UUID, artefact_id: UUID) -> None:
    """Take a piece of evidence out of the open attempt; its file goes when no attempt uses it.

    Raises:
        WrongState: the attempt was handed in; what was judged stays.
        NotFound: the open attempt has no such artefact.
    """
    submission = own_submission(submission_id, actor=actor)
    require_state(submission, Submission.State.DRAFT, doing=_("remove evidence"))
    artefact = Artefact.objects.filter(id=artefact_id, attempt=open_attempt(submission)).first()
    if artefact is None:
        raise NotFound(message=_("There is no such evidence in this submission."))
    stored = artefact.storage_name
    artefact.delete()
    announce(events.ArtefactRemoved, submission, actor=actor, artefact_id=artefact_id)
    if stored:
        delete_unused(stored, pictures=forget_preview(stored))


@transaction.atomic
def set_visibility(
    *, actor: Actor, artefact_id: UUID, visibility: str, declared: bool = False
) -> None:
    """Change who may see a piece of evidence, at any time, also after the decision.

    Showing it to more people than before needs the declaration again; showing it to fewer does not.

    Raises:
        InvalidInput: no such class, or the declaration is missing.
        NotFound: no such artefact of this learner's.
        WrongState: the submission was withdrawn.
    """
    found = Artefact.objects.filter(id=artefact_id).select_related("attempt").first()
    if found is None:
        raise NotFound(message=_("There is no such evidence."))
    submission = own_submission(found.attempt.submission_id, actor=actor)
    if submission.state == Submission.State.WITHDRAWN:
        raise WrongState(
            state=submission.get_state_display(),
            doing=_("change who may see the evidence"),
        )
    order = [Artefact.Class.ASSESSORS, Artefact.Class.ON_REQUEST, Artefact.Class.PUBLIC]
    wider = visibility in order and order.index(Artefact.Class(visibility)) > order.index(
        Artefact.Class(found.visibility)
    )
    findings = _form_findings(
        visibility=visibility,
        owner_note=found.owner_note,
        declared=declared or not wider,
    )
    if findings:
        raise InvalidInput(findings=findings)
    if visibility == found.visibility:
        return
    Artefact.objects.filter(id=artefact_id).update(visibility=visibility)
    announce(
        events.VisibilityChanged,
        submission,
        actor=actor,
        artefact_id=artefact_id,
        visibility=visibility,
    )


def sweep_orphans(*, older_than: timedelta = ORPHAN_AGE) -> int:
    """Delete stored files that no row knows, and return how many.

    A process that is killed between file and row, or between the deletion of a row and of its file,
    leaves one. Young files are left alone: their row may be about to be written.
    """
    storage = evidence_storage()
    limit = now() - older_than
    deleted = 0
    for folder in _folders(storage):
        _none, names = storage.listdir(folder)
        stored = {f"{folder}/{name}" for name in names}
        known = Artefact.objects.filter(storage_name__in=stored)
        used = set(known.values_list("storage_name", flat=True))
        for name in stored - used - preview_pictures(used):
            if storage.get_modified_time(name) < limit:
                storage.delete(name)
                deleted += 1
    return deleted


def _folders(storage: Storage) -> list[str]:
    try:
        folders, _files = storage.listdir("")
    except FileNotFoundError:
        return []  # Nothing was ever stored.
    return folders


def delete_unused(storage_name: str, *, pictures: Iterable[str] = ()) -> None:
    """Delete a stored file after commit, unless another attempt's row still uses it.

    Args:
        pictures: of its preview; they go with the file.
    """

    def delete() -> None:
        if not Artefact.objects.filter(storage_name=storage_name).exists():
            for name in (*pictures, storage_name):
                evidence_storage().delete(name)

    transaction.on_commit(delete)


def _keep(
    received: ReceivedFile,
    *,
    kind: FileType,
    actor: Actor,
    submission_id: UUID,
    row: Artefact,
) -> UUID:
    """Store the bytes under a random name, then the row; take the bytes back if the row fails."""
    storage = evidence_storage()
    wanted = uuid.uuid4().hex
    stored = storage.save(f"{wanted[:2]}/{wanted}", File(received.content))
    try:
        with transaction.atomic():
            submission = _require_open(
                submission_id,
                actor=actor,
                requirement_id=row.requirement_id,
                kind="file",
            )
            row.attempt = open_attempt(submission)
            row.storage_name = stored
            row.media_type = kind.media_type
            row.size_bytes = received.size_bytes
            row.sha256 = received.sha256
            row.save(force_insert=True)
            _announce_added(submission, row, actor=actor)
            ask_for_preview(row)
    except BaseException:
        storage.delete(stored)
        raise
    return row.id


@transaction.atomic
def _require_open(
    submission_id: UUID, *, actor: Actor, requirement_id: str, kind: str
) -> Submission:
    submission = own_submission(submission_id, actor=actor)
    require_state(submission, Submission.State.DRAFT, doing=_("add evidence"))
    requirement = definition_of(submission).requirement(requirement_id)
    if requirement is None:
        raise NotFound(message=_("This micro-credential asks for no such evidence."))
    if requirement.kinds and kind not in requirement.kinds:
        raise InvalidInput(
            findings=[
                Finding(
                    "url" if kind == "link" else "file",
                    _("“%s” does not take this kind of evidence.") % requirement.name,
                    _("Add a file.") if kind == "link" else _("Add a link."),
                )
            ]
        )
    if open_attempt(submission).artefacts.count() >= MAX_ARTEFACTS:
        raise InvalidInput(
            findings=[
                Finding(
                    "url" if kind == "link" else "file",
                    _("The submission holds %d pieces of evidence already.") % MAX_ARTEFACTS,
                    _("Remove one that shows least, then add this one."),
                )
            ]
        )
    return submission


def _form_findings(*, visibility: str, owner_note: str, declared: bool) -> list[Finding]:
    findings = []
    if visibility not in Artefact.Class.values:
        findings.append(
            Finding(
                "visibility",
                _("Nobody is chosen who may see it."),
                _("Choose public, on request, or assessors only."),
            )
        )
    if len(owner_note) > 300:
        findings.append(
            Finding(
                "owner_note",
                _("The note on the owner is too long."),
                _("Shorten it to 300 characters."),
            )
        )
    if not declared:
        findings.append(
            Finding(
                "declared",
                _("You have not declared that you may show it."),
                _("Tick the box if you own it or its owner allowed you to show it."),
            )
        )
    return findings


def _announce_added(submission: Submission, artefact: Artefact, *, actor: Actor) -> None:
    announce(
        events.ArtefactAdded,
        submission,
        actor=actor,
        artefact_id=artefact.id,
        sha256=bytes(artefact.sha256).hex(),
    )
    Submission.objects.filter(id=submission.id).update(changed_at=now())


def _digest_of(address: str) -> bytes:
    return hashlib.sha256(address.encode()).digest()


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())
