"""The learner's pages: from applying to the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildmark.server.assessment import operations, queries
from guildmark.server.assessment.forms import AnswersForm, show_findings
from guildmark.server.assessment.models import Submission
from guildmark.server.assessment.operations import UnableToSubmit
from guildmark.server.assessment.views.pages import (
    SubmissionPage,
    acting,
    describe_state,
    is_background_save,
    sent,
)
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.catalog.queries import current_version
from guildmark.server.organizations.queries import organization


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Begin a submission; the page before it says what is asked."""
    held = current_version(achievement_id)
    if held is None:
        raise NotFound(message=_("There is no such micro-credential."))
    back = reverse("catalog:achievement", args=[achievement_id])
    if request.method == "POST":
        try:
            submission_id = operations.start_submission(actor=acting(request), version_id=held.id)
        except Conflict as error:
            messages.warning(request, error.message)
            return redirect(back)
        return redirect("assessment:submission", submission_id)
    by = organization(held.organization_id)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Apply for “%s”") % held.definition.title,
            "lead": _("Nothing is sent yet: you get a place to collect your evidence in."),
            "consequences": [
                _("You answer the overview questions and add evidence from your own work."),
                _("You hand it in when it is ready. An assessor of %s then marks it.")
                % (by.name if by else ""),
                _("If something is missing you are told what, and you can try again."),
            ],
            "action": _("Begin"),
            "cancel_url": back,
        },
    )


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All of the learner's submissions, those that wait for the learner first."""
    found = queries.own_submissions(actor=acting(request))
    todo = len([row for row in found if row.state in ("draft", "returned")])
    rows = [{"row": row, "state": describe_state(row.state)} for row in found]
    return render(request, "assessment/mine.html", {"rows": rows, "todo": todo})


@login_required
@require_safe
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Where one submission stands, what is still missing, and the next thing to do."""
    row = queries.own_submission(submission_id, actor=acting(request))
    page = SubmissionPage(row, previews=queries.previews(submission_id))
    return render(request, "assessment/submission.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Write the answers; saved while typing where script runs, by the button anywhere."""
    row = queries.own_submission(submission_id, actor=acting(request))
    if row.state != Submission.State.DRAFT:
        return redirect("assessment:submission", submission_id)
    form = AnswersForm(sent(request), definition=row.version.definition, attempt=row.current)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_answers(
                actor=acting(request),
                submission_id=submission_id,
                answers=form.answers(),
                reflection=form.cleaned_data["reflection"],
                ai_use=form.cleaned_data["ai_use"],
            )
        except InvalidInput as error:
            show_findings(form, error)
        else:
            if is_background_save(request):
                return HttpResponse(status=204)
            messages.success(request, _("Your answers are saved."))
            return redirect("assessment:submission", submission_id)
    return render(
        request,
        "assessment/answers.html",
        {"page": SubmissionPage(row), "form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Ask once more, then hand in."""
    row = queries.own_submission(submission_id, actor=acting(request))
    here = reverse("assessment:submission", args=[submission_id])
    if request.method == "POST":
        try:
            operations.submit(actor=acting(request), submission_id=submission_id)
        except UnableToSubmit:
            messages.error(request, _("It was not handed in: something is still missing."))
            return redirect(f"{here}#missing")
        messages.success(
            request,
            _("Handed in. %s will mark it, and you get a mail when it is decided.")
            % row.organization.name,
        )
        return redirect(here)
    if row.state != Submission.State.DRAFT or SubmissionPage(row).missing:
        return redirect(here)
    return render(request, "ui/confirm.html", _hand_in_words(row, cancel_url=here))


def _hand_in_words(row: queries.SubmissionRow, *, cancel_url: str) -> dict[str, Any]:
    return {
        "title": _("Hand in “%s”") % row.version.definition.title,
        "lead": _("Everything that is asked for is there."),
        "consequences": [
            _("The assessors of %s see your answers and all your evidence.")
            % row.organization.name,
            _("You cannot change it while it is being assessed; you can withdraw it."),
            _("Your name is hidden until it is decided, but not inside your files."),
        ],
        "action": _("Hand in"),
        "cancel_url": cancel_url,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Ask once more, then take the submission back."""
    row = queries.own_submission(submission_id, actor=acting(request))
    here = reverse("assessment:submission", args=[submission_id])
    if request.method == "POST":
        operations.withdraw(actor=acting(request), submission_id=submission_id)
        messages.success(request, _("Withdrawn. You can apply again at any time."))
        return redirect("assessment:mine")
    if row.state in (Submission.State.PASSED, Submission.State.WITHDRAWN):
        return redirect(here)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Withdraw “%s”") % row.version.definition.title,
            "lead": _("Nobody will mark it any more."),
            "consequences": [
                _("The assessors can no longer open your evidence."),
                _("You keep it here to read, but cannot go on with it."),
                _("You can apply again and start with an empty submission."),
            ],
            "action": _("Withdraw"),
            "danger": True,
            "cancel_url": here,
        },
    )


@login_required
@require_POST
def resume(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Open the next attempt after a return."""
    operations.resume(actor=acting(request), submission_id=submission_id)
    messages.success(
        request, _("Everything was carried over. Change what the feedback asks for, then hand in.")
    )
    return redirect("assessment:submission", submission_id)
