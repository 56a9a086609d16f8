"""The assessor's pages: the queue, one submission with its rubric, the decision."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildmark.server.accounts.queries import people
from guildmark.server.assessment import operations, queries
from guildmark.server.assessment.forms import DecisionForm, MarksForm, show_findings
from guildmark.server.assessment.permissions import may_release_for_others
from guildmark.server.assessment.queries import DeskRow, DraftMark
from guildmark.server.assessment.views.desk import DeskPage
from guildmark.server.assessment.views.pages import acting, desk_url, is_background_save, sent
from guildmark.server.base.errors import Conflict, InvalidInput, NotPermitted
from guildmark.server.organizations.permissions import ASSESSOR
from guildmark.server.organizations.views import enter, frame

_HOLDERS: Final = ("", "free", "mine")


@login_required
@require_safe
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for marking, the longest wait first."""
    by = enter(request, slug, ASSESSOR)
    actor = acting(request)
    holder = request.GET.get("holder", "")
    chosen = _uuid(request.GET.get("definition", ""))
    achievements = queries.queue_achievements(organization_id=by.id)
    return render(
        request,
        "assessment/queue.html",
        {
            **frame(request, by),
            "counts": queries.queue_counts(actor=actor, organization_id=by.id),
            "page": queries.queue(
                actor=actor,
                organization_id=by.id,
                achievement_id=chosen,
                holder=holder if holder in _HOLDERS else "",
                page=request.GET.get("page"),
            ),
            "achievements": [
                {"id": str(key), "title": title, "count": count, "chosen": key == chosen}
                for key, title, count in achievements
            ],
            "holder": holder,
            "filters_used": int(bool(chosen)) + int(holder in ("free", "mine")),
            "decided": queries.decided_recently(actor=actor, organization_id=by.id),
        },
    )


@login_required
@require_POST
def take_next(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the submission that waits longest and open it."""
    by = enter(request, slug, ASSESSOR)
    actor = acting(request)
    # Another assessor may be faster; three tries are more than a busy desk needs.
    for _try in range(3):
        submission_id = queries.next_free(actor=actor, organization_id=by.id)
        if submission_id is None:
            break
        try:
            operations.claim(actor=actor, submission_id=submission_id)
        except Conflict:
            continue
        return redirect(desk_url(slug, submission_id))
    messages.info(request, _("Nothing is left to take."))
    return redirect("assessment:queue", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, slug: str, submission_id: UUID) -> HttpResponse:
    """Evidence beside the rubric; each criterion is saved as it is marked."""
    by = enter(request, slug, ASSESSOR)
    row = queries.desk(submission_id, actor=acting(request), organization_id=by.id)
    form = MarksForm(sent(request), definition=row.submission.version.definition, marks=row.marks)
    if request.method == "POST" and form.is_valid():
        saved = _save_marks(request, row, form)
        if saved and is_background_save(request):
            return _standing_line(request, row)
        if saved and "decide" in request.POST:
            return redirect("assessment:decide", slug, submission_id)
        if saved:
            return redirect(f"{desk_url(slug, submission_id)}{_next_criterion(request, row, form)}")
    page = _page(row)
    return render(
        request,
        "assessment/mark.html",
        {
            **frame(request, by),
            "desk": page,
            "form": form,
            "rubric": page.rubric(form),
            "may_release": may_release_for_others(acting(request), organization_id=by.id),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def claim(request: HttpRequest, slug: str, submission_id: UUID) -> HttpResponse:
    """Take a submission, so that nobody else marks it at the same time."""
    enter(request, slug, ASSESSOR)
    try:
        operations.claim(actor=acting(request), submission_id=submission_id)
    except (Conflict, NotPermitted) as error:
        messages.warning(request, error.message)
        return redirect("assessment:queue", slug)
    return redirect(desk_url(slug, submission_id))


@login_required
@require_POST
def release(request: HttpRequest, slug: str, submission_id: UUID) -> HttpResponse:
    """Put a submission back into the queue."""
    enter(request, slug, ASSESSOR)
    try:
        operations.release(actor=acting(request), submission_id=submission_id)
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("It is back in the queue. Your marks wait for you."))
    return redirect("assessment:queue", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, submission_id: UUID) -> HttpResponse:
    """See what the marks amount to, say a word about the whole, and decide."""
    by = enter(request, slug, ASSESSOR)
    row = queries.desk(submission_id, actor=acting(request), organization_id=by.id)
    form = DecisionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        outcome = request.POST.get("outcome", "")
        try:
            operations.decide(
                actor=acting(request),
                submission_id=submission_id,
                outcome=outcome,
                feedback=form.cleaned_data["feedback"],
            )
        except InvalidInput as error:
            show_findings(form, error)
        else:
            messages.success(request, _decided_words(outcome))
            return redirect("assessment:queue", slug)
    elif row.holder != "me":
        return redirect(desk_url(slug, submission_id))
    page = _page(row)
    return render(
        request,
        "assessment/decide.html",
        {**frame(request, by), "desk": page, "working": page.working, "form": form},
        status=422 if form.errors else 200,
    )


def _standing_line(request: HttpRequest, row: DeskRow) -> HttpResponse:
    """Answer a save in the background with where the marks stand now."""
    now = queries.desk(
        row.submission.id, actor=acting(request), organization_id=row.submission.organization.id
    )
    line = render_to_string("assessment/standing.html", {"standing": now.standing})
    return HttpResponse(" ".join(line.split()), content_type="text/plain; charset=utf-8")


def _decided_words(outcome: str) -> str:
    if outcome == "passed":
        return _("Passed. The award is being made, and the learner gets a mail.")
    return _("Returned. The learner gets a mail with your feedback.")


def _save_marks(request: HttpRequest, row: DeskRow, form: MarksForm) -> bool:
    """Save what changed; tell at the field what could not be saved."""
    for criterion in form.definition.criteria:
        given = form.mark(criterion.id)
        if given == row.marks.get(criterion.id, DraftMark(None, "", "")):
            continue
        try:
            operations.save_mark(
                actor=acting(request),
                submission_id=row.submission.id,
                criterion_id=criterion.id,
                level=given.level,
                comment=given.comment,
                rests_on=given.rests_on,
            )
        except InvalidInput as error:
            show_findings(form, error)
    return not form.errors


def _next_criterion(request: HttpRequest, row: DeskRow, form: MarksForm) -> str:
    """Return where the page goes on: the next criterion without a level, if that was asked."""
    open_ones = [c.id for c in form.definition.criteria if form.mark(c.id).level is None]
    if "next" in request.POST and open_ones:
        return f"#criterion-{open_ones[0]}"
    total = len(form.definition.criteria)
    messages.success(
        request,
        ngettext(
            "Saved. %(marked)d of %(total)d criterion is marked.",
            "Saved. %(marked)d of %(total)d criteria are marked.",
            total,
        )
        % {"marked": total - len(open_ones), "total": total},
    )
    return "#rubric"


def _page(row: DeskRow) -> DeskPage:
    ids = {d.assessor_id for attempt in row.submission.attempts for d in attempt.decisions}
    ids |= {row.submission.learner_id, row.submission.claimed_by_id}
    names = {key: found.name for key, found in people([i for i in ids if i]).items()}
    return DeskPage(row, names=names, previews=queries.previews(row.submission.id))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
