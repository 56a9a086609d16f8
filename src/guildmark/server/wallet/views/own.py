"""The learner's own rooms: home, the wallet, one credential and what is done with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from guildmark.server.assessment.queries import ResultRow, own_submissions, result
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.base.queries import is_demo
from guildmark.server.catalog.badge import badge_design
from guildmark.server.organizations.middleware import actor_on
from guildmark.server.verification.answers import answers_of
from guildmark.server.verification.operations import check
from guildmark.server.wallet import operations, renditions
from guildmark.server.wallet.forms import ShareForm, VisibilityForm
from guildmark.server.wallet.linkedin import add_to_profile_url, share_post_url
from guildmark.server.wallet.queries import HeldRow, ShareLinkRow, held_credentials, share_links
from guildmark.server.wallet.queries import held as held_row


def _person_id(request: HttpRequest) -> UUID:
    person_id = actor_on(request).person_id
    if person_id is None:
        raise NotFound
    return person_id


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where the learner left off, what comes next, what they hold and what ends soon."""
    held_rows = held_credentials(_person_id(request))
    submissions = own_submissions(actor=actor_on(request))
    # Returned comes before draft: somebody already looked and wrote what to add.
    todo = [row for row in submissions if row.state in {"returned", "draft"}]
    new = [row for row in held_rows if row.accepted_at is None and row.credential.state == "issued"]
    is_next = bool(new) and not todo
    context = {
        "todo": todo,
        "waiting": [row for row in submissions if row.state in {"submitted", "in_assessment"}],
        "new": [_card(row) for row in new] if is_next else [],
        "rows": [_card(row) for row in held_rows if not (is_next and row in new)],
        "expiring": sorted(
            (row for row in held_rows if row.expires_soon), key=lambda row: row.days_left or 0
        ),
        "name": actor_on(request).name,
        "skills": _skills(held_rows),
        "headline": _headline(len(todo), held=len(held_rows)),
    }
    return render(request, "wallet/home.html", context)


@require_safe
@never_cache
@login_required
def wallet(request: HttpRequest) -> HttpResponse:
    """Everything the learner holds, newest first; what is hidden is folded."""
    person_id = _person_id(request)
    context = {
        "rows": [_card(row) for row in held_credentials(person_id)],
        "hidden": [_card(row) for row in held_credentials(person_id, hidden=True)],
    }
    return render(request, "wallet/list.html", context)


@require_safe
@never_cache
@login_required
def held(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """One credential: see, accept, choose who sees, share, download."""
    return _held_page(request, held_row(actor=actor_on(request), held_id=held_id))


@require_safe
@login_required
def held_file(request: HttpRequest, held_id: UUID, kind: str) -> HttpResponse:
    """A download for the holder, whatever others may see and also after a revocation."""
    row = held_row(actor=actor_on(request), held_id=held_id)
    if kind not in renditions.KINDS:
        raise NotFound
    rendition = renditions.render(kind, _subject(row))
    response = HttpResponse(rendition.content, content_type=rendition.media_type)
    name = quote(f"{row.title}.{rendition.extension}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def accept(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Take the credential."""
    operations.accept(actor=actor_on(request), held_id=held_id)
    messages.success(request, _("Accepted. Only you see it until you share it."))
    return redirect("wallet:held", held_id)


@require_POST
@login_required
def hide(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Put it out of sight and stop every way in."""
    operations.hide(actor=actor_on(request), held_id=held_id)
    messages.success(request, _("Hidden. Its page is private now, its share links are withdrawn."))
    return redirect("wallet:held", held_id)


@require_POST
@login_required
def unhide(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Take it back into the list."""
    operations.unhide(actor=actor_on(request), held_id=held_id)
    messages.success(request, _("It is back in your list; only you see it."))
    return redirect("wallet:held", held_id)


@require_POST
@login_required
def choose(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Choose who may see its page."""
    row = held_row(actor=actor_on(request), held_id=held_id)
    form = VisibilityForm(request.POST)
    if form.is_valid():
        try:
            operations.choose_visibility(
                actor=actor_on(request),
                held_id=held_id,
                visibility=form.cleaned_data["visibility"],
                shows_name=form.cleaned_data["shows_name"],
            )
        except (InvalidInput, Conflict) as error:
            _add_error(form, error)
        else:
            messages.success(request, _visibility_words(form.cleaned_data["visibility"]))
            return redirect("wallet:held", held_id)
    return _held_page(request, row, visibility_form=form, status=422)


@require_POST
@login_required
def share(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Make a share link."""
    row = held_row(actor=actor_on(request), held_id=held_id)
    form = ShareForm(request.POST, artefacts=_on_request(row))
    if form.is_valid():
        try:
            operations.make_link(actor=actor_on(request), held_id=held_id, share=form.share())
        except (InvalidInput, Conflict) as error:
            _add_error(form, error)
        else:
            messages.success(request, _("The link is made. Copy it below and send it."))
            return redirect(reverse("wallet:held", args=[held_id]) + "#links")
    return _held_page(request, row, share_form=form, status=422)


@require_POST
@login_required
def withdraw(request: HttpRequest, held_id: UUID, link_id: UUID) -> HttpResponse:
    """Make a share link show nothing any more."""
    operations.withdraw_link(actor=actor_on(request), held_id=held_id, link_id=link_id)
    messages.success(request, _("The link is withdrawn: it shows nothing any more."))
    return redirect(reverse("wallet:held", args=[held_id]) + "#links")


@require_POST
@login_required
def open_for_linkedin(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Make the page unlisted, so that LinkedIn's readers can open it."""
    row = held_row(actor=actor_on(request), held_id=held_id)
    if row.visibility == "private":
        operations.choose_visibility(
            actor=actor_on(request),
            held_id=held_id,
            visibility="unlisted",
            shows_name=row.shows_name,
        )
        messages.success(request, _("Its page can be seen now by anyone who has the address."))
    return redirect(reverse("wallet:held", args=[held_id]) + "#linkedin")


def _skills(rows: list[HeldRow]) -> list[dict[str, Any]]:
    """Return the skills that credentials which still count show, the most often shown first."""
    shown: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.credential.state != "issued" or row.is_expired:
            continue
        for skill in row.version.definition.alignments:
            known = shown.setdefault(skill.target_url, {"name": skill.target_name, "count": 0})
            known["count"] += 1
    return sorted(shown.values(), key=lambda skill: (-skill["count"], skill["name"]))


def _headline(todo: int, *, held: int) -> str:
    """Say in one sentence where the learner stands."""
    holds = ngettext("You hold %(count)d credential", "You hold %(count)d credentials", held) % {
        "count": held
    }
    if not todo:
        return _("%(holds)s, and nothing waits for you.") % {"holds": holds}
    waits = ngettext(
        "%(count)d piece of work waits for you", "%(count)d pieces of work wait for you", todo
    ) % {"count": todo}
    return _("%(holds)s, and %(waits)s.") % {"holds": holds, "waits": waits}


def _held_page(
    request: HttpRequest,
    row: HeldRow,
    *,
    visibility_form: VisibilityForm | None = None,
    share_form: ShareForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_open = row.visibility != "private" and row.hidden_at is None
    artefacts = dict(_on_request(row))
    links = share_links(actor=actor_on(request), held_id=row.id)
    context: dict[str, Any] = {
        "row": row,
        "is_open": is_open,
        "design": badge_design(row.version.definition, demo=is_demo()),
        "answers": answers_of(check(row.credential.document)),
        "live_links": [_link(link, artefacts) for link in links if link.state == "live"],
        "dead_links": [_link(link, artefacts) for link in links if link.state != "live"],
        "visibility_form": visibility_form
        or VisibilityForm(initial={"visibility": row.visibility, "shows_name": row.shows_name}),
        "share_form": share_form or ShareForm(artefacts=tuple(artefacts.items())),
        "files": _files(row),
        "pdf_notice": renditions.render_pdf(_subject(row)).notice,
        "share_opened": share_form is not None,
        "linkedin_url": add_to_profile_url(row, shown_at=row.page_url) if is_open else "",
        "linkedin_post_url": share_post_url(row.page_url) if is_open else "",
        "page_path": reverse("wallet:page", args=[row.credential.id]),
    }
    return render(request, "wallet/held.html", context, status=status)


def _link(link: ShareLinkRow, artefacts: dict[UUID, str]) -> dict[str, Any]:
    return {
        "row": link,
        "field_id": f"link-{link.id}",
        "evidence": [artefacts[key] for key in sorted(link.artefact_ids) if key in artefacts],
    }


def _card(row: HeldRow) -> dict[str, Any]:
    return {"row": row, "design": badge_design(row.version.definition, demo=is_demo())}


def _subject(row: HeldRow) -> renditions.Subject:
    return renditions.Subject(
        credential=row.credential,
        version=row.version,
        issuer=row.issuer,
        recipient_name=row.credential.recipient_name,
        shown_at=row.page_url,
        result=_result(row),
    )


def _result(row: HeldRow) -> ResultRow | None:
    if row.credential.submission_id is None:
        return None
    try:
        return result(row.credential.submission_id)
    except NotFound:
        return None


def _on_request(row: HeldRow) -> list[tuple[UUID, str]]:
    """Return the evidence that a link may open, with what it is called."""
    outcome = _result(row)
    if outcome is None:
        return []
    return [(each.id, each.name) for each in outcome.artefacts if each.visibility == "on_request"]


def _add_error(form: Form, error: InvalidInput | Conflict) -> None:
    if not error.findings:
        form.add_error(None, error.message)
    for finding in error.findings:
        name = finding.field if finding.field in form.fields else None
        form.add_error(name, f"{finding.problem} {finding.remedy}".strip())


def _visibility_words(visibility: str) -> str:
    return {
        "private": _("Only you see its page now. Share links that still work are listed below."),
        "unlisted": _("Anyone who has the address sees its page now."),
        "public": _("Everyone sees its page now, and search engines may list it."),
    }[visibility]


def _files(row: HeldRow) -> list[dict[str, str]]:
    words = {
        "json": (
            _("Signed file"),
            _("JSON; the credential itself, byte for byte as it was signed"),
        ),
        "png": (_("Badge, PNG"), _("A picture with the signed file in it")),
        "svg": (_("Badge, SVG"), _("A drawing with the signed file in it")),
        "pdf": (_("Certificate, PDF"), _("To print; its QR code leads to the page")),
    }
    return [
        {
            "kind": kind,
            "label": words[kind][0],
            "detail": words[kind][1],
            "url": reverse("wallet:held_file", args=[row.id, kind]),
        }
        for kind in renditions.KINDS
    ]
