"""Evidence in, out, and shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildmark.server.assessment import operations, queries
from guildmark.server.assessment.forms import (
    FileForm,
    LinkForm,
    VisibilityForm,
    show_findings,
)
from guildmark.server.assessment.models import Submission
from guildmark.server.assessment.queries import ArtefactRow, SubmissionRow
from guildmark.server.assessment.serving import send_artefact, send_preview
from guildmark.server.assessment.uploads import describe_limit, oversized_upload
from guildmark.server.assessment.views.pages import SubmissionPage, acting, sent
from guildmark.server.base.errors import InvalidInput, NotFound
from guildmark.server.catalog.definition import EvidenceRequirement


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, submission_id: UUID, requirement_id: str) -> HttpResponse:
    """Add a file; whatever was typed stays in the form when the file is refused."""
    row, requirement = _place(request, submission_id, requirement_id)
    camera = "camera" in request.GET
    form = FileForm(sent(request), request.FILES, camera=camera)
    if oversized_upload(request):
        form.errors.pop("file", None)
        form.add_error("file", " ".join(describe_limit()))
    elif request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            operations.add_file(
                actor=acting(request),
                submission_id=submission_id,
                requirement_id=requirement_id,
                upload_name=upload.name,
                content=upload.file,
                **_about(form),
            )
        except InvalidInput as error:
            show_findings(form, error)
        else:
            messages.success(request, _("“%s” is added.") % upload.name)
            return redirect(_back(submission_id, requirement_id))
    title = _("Take a photo") if camera else _("Add a file")
    return _form_page(request, row=row, requirement=requirement, form=form, title=title)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_link(request: HttpRequest, submission_id: UUID, requirement_id: str) -> HttpResponse:
    """Add a web address."""
    row, requirement = _place(request, submission_id, requirement_id)
    form = LinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_link(
                actor=acting(request),
                submission_id=submission_id,
                requirement_id=requirement_id,
                url=form.cleaned_data["url"],
                name=form.cleaned_data["name"],
                **_about(form),
            )
        except InvalidInput as error:
            show_findings(form, error)
        else:
            messages.success(request, _("The link is added."))
            return redirect(_back(submission_id, requirement_id))
    return _form_page(request, row=row, requirement=requirement, form=form, title=_("Add a link"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, submission_id: UUID, artefact_id: UUID) -> HttpResponse:
    """Ask once more, then take a piece of evidence out."""
    row = queries.own_submission(submission_id, actor=acting(request))
    artefact = _artefact(row, artefact_id)
    back = _back(submission_id, artefact.requirement_id)
    if request.method == "POST":
        operations.remove_artefact(
            actor=acting(request), submission_id=submission_id, artefact_id=artefact_id
        )
        messages.success(request, _("“%s” is removed.") % artefact.name)
        return redirect(back)
    kept = _("It stays in the earlier attempt that was assessed.")
    gone = _("The file is deleted here. Keep your own copy.")
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Remove “%s”") % artefact.name,
            "consequences": [kept if artefact.carried_from else gone],
            "action": _("Remove"),
            "danger": True,
            "cancel_url": back,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visibility(request: HttpRequest, submission_id: UUID, artefact_id: UUID) -> HttpResponse:
    """Change who may see a piece of evidence."""
    row = queries.own_submission(submission_id, actor=acting(request))
    artefact = _artefact(row, artefact_id)
    back = _back(submission_id, artefact.requirement_id)
    form = VisibilityForm(sent(request), initial={"visibility": artefact.visibility})
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_visibility(
                actor=acting(request),
                artefact_id=artefact_id,
                visibility=form.cleaned_data["visibility"],
                declared=form.cleaned_data["declared"],
            )
        except InvalidInput as error:
            show_findings(form, error)
        else:
            messages.success(request, _("Saved. It counts from now on."))
            return redirect(back)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Who may see “%s”?") % artefact.name,
            "form": form,
            "action": _("Save"),
            "cancel_url": back,
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_safe
def show(request: HttpRequest, artefact_id: UUID) -> HttpResponseBase:
    """Send a file to its learner, or to an assessor who may mark it."""
    return send_artefact(request, queries.open_artefact(artefact_id, actor=acting(request)))


@login_required
@require_safe
def preview(request: HttpRequest, artefact_id: UUID, page: int) -> HttpResponseBase:
    """Send one page of a file's preview to whoever may open the file."""
    return send_preview(queries.open_preview(artefact_id, page=page, actor=acting(request)))


def _place(
    request: HttpRequest, submission_id: UUID, requirement_id: str
) -> tuple[SubmissionRow, EvidenceRequirement]:
    row = queries.own_submission(submission_id, actor=acting(request))
    requirement = row.version.definition.requirement(requirement_id)
    if requirement is None or (row.state != Submission.State.DRAFT and request.method != "POST"):
        raise NotFound(message=_("No evidence can be added here."))
    return row, requirement


def _about(form: FileForm | LinkForm) -> dict[str, Any]:
    return {
        name: form.cleaned_data[name]
        for name in ("visibility", "owner_note", "declared", "description")
    }


def _artefact(row: SubmissionRow, artefact_id: UUID) -> ArtefactRow:
    for artefact in row.current.artefacts:
        if artefact.id == artefact_id:
            return artefact
    raise NotFound(message=_("There is no such evidence in this submission."))


def _back(submission_id: UUID, requirement_id: str) -> str:
    here = reverse("assessment:submission", args=[submission_id])
    return f"{here}#evidence-{requirement_id}"


def _form_page(
    request: HttpRequest,
    *,
    row: SubmissionRow,
    requirement: EvidenceRequirement,
    form: FileForm | LinkForm,
    title: str,
) -> HttpResponse:
    return render(
        request,
        "assessment/add.html",
        {
            "page": SubmissionPage(row),
            "requirement": requirement,
            "form": form,
            "title": title,
            "back": _back(row.id, requirement.id),
        },
        status=422 if form.errors else 200,
    )
