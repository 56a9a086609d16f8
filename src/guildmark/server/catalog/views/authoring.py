"""Pages of authors: the list, the steps of writing, preview, publication, retirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.catalog import operations, queries
from guildmark.server.catalog.badge import badge_design
from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.editing import Action, apply_action, parse_action
from guildmark.server.catalog.elements import (
    ELEMENTS,
    check_elements,
    count_filled,
    describe_workload,
)
from guildmark.server.catalog.forms import STEPS, Step, StepForms, step_by_slug
from guildmark.server.catalog.forms.steps import NewForm
from guildmark.server.catalog.permissions import may_write
from guildmark.server.catalog.queries import DraftRow
from guildmark.server.catalog.readiness import STEP_OF_FIELD, Gap, find_gaps
from guildmark.server.catalog.views.page import build_page, issuer_path
from guildmark.server.organizations.middleware import actor_on
from guildmark.server.organizations.permissions import AUTHOR
from guildmark.server.organizations.queries import OrganizationRow
from guildmark.server.organizations.views import enter, frame
from guildmark.server.ui.badges import BadgeDesign

# Inputs that are groups of choices: the first choice carries the id.
_GROUPS = ("kinds", "badge.shape")
_LISTS = ("criteria", "levels", "evidence_requirements", "overview_questions", "alignments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where an author is: their organization, one micro-credential, and what it lacks."""

    frame: dict[str, Any]
    organization: OrganizationRow
    draft: DraftRow
    gaps: tuple[Gap, ...]

    def url(self, name: str, *more: Any) -> str:
        """Return the address of one of this micro-credential's pages."""
        return reverse(f"catalog:{name}", args=[self.organization.slug, self.draft.id, *more])


def open_workplace(request: HttpRequest, slug: str, achievement_id: UUID) -> Workplace:
    """Return one micro-credential of the organization in the address, for its authors.

    Raises:
        NotFound: it does not exist, or not for this actor, or not in this organization.
    """
    owner = enter(request, slug, AUTHOR)
    draft = queries.draft(actor=actor_on(request), achievement_id=achievement_id)
    if draft.organization_id != owner.id:
        raise NotFound
    return Workplace(
        frame=frame(request, owner),
        organization=owner,
        draft=draft,
        gaps=find_gaps(draft.definition, owner),
    )


@login_required
@require_safe
def definitions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the organization's micro-credentials with their state and completeness."""
    owner = enter(request, slug)
    rows = queries.drafts(actor=actor_on(request), organization_id=owner.id)
    context = {
        **frame(request, owner),
        "rows": [_list_row(row, owner) for row in rows],
        "may_write": may_write(actor_on(request), owner.id),
        "total": len(ELEMENTS),
    }
    return render(request, "catalog/definitions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a micro-credential with its title and language."""
    owner = enter(request, slug, AUTHOR)
    sent = request.POST if request.method == "POST" else None
    form = NewForm(sent, initial={"language": request.LANGUAGE_CODE})
    if sent is not None:
        try:
            made = operations.create_achievement(
                actor=actor_on(request), organization_id=owner.id, **form.read()
            )
        except InvalidInput as error:
            form.add_findings(error.findings)
        else:
            return redirect("catalog:edit", slug, made, STEPS[0].slug)
    context = {**frame(request, owner), "form": form}
    return render(request, "catalog/new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, achievement_id: UUID, step_slug: str) -> HttpResponse:
    """Show one step and save it; a button may also add, remove or move an entry."""
    place = open_workplace(request, slug, achievement_id)
    step = step_by_slug(step_slug)
    if step is None:
        raise NotFound
    sent = request.POST if request.method == "POST" else None
    forms = step.build(place.draft.definition.to_json(), sent)
    context = {**step_context(place, current=step.slug), "forms": forms, "step": step}
    status = 200
    if sent is not None:
        try:
            if sent.get("do") != "show":
                return _save_step(request, place, step=step, forms=forms)
            context |= {"design": _design_unsaved(place, forms), "is_unsaved": True}
        except InvalidInput as error:
            forms.add_findings(error.findings)
            status = 422
    return render(request, f"catalog/edit_{step.slug}.html", context, status=status)


def _design_unsaved(place: Workplace, forms: StepForms) -> BadgeDesign:
    """Return the badge as it would look with what was sent, which is not saved."""
    fields = {**place.draft.definition.to_json(), **forms.read()}
    return badge_design(Definition.from_json(fields))


def _save_step(
    request: HttpRequest, place: Workplace, *, step: Step, forms: StepForms
) -> HttpResponseRedirect:
    do = request.POST.get("do", "")
    action = parse_action(do)
    changes = forms.read()
    if action is not None:
        changes = apply_action(changes, action)
    operations.change_draft(actor=actor_on(request), achievement_id=place.draft.id, changes=changes)
    here = place.url("edit", step.slug)
    if action is not None:
        return HttpResponseRedirect(f"{here}#{_anchor_after(action, changes)}")
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_url_after(place, step) if do == "next" else here)


def _url_after(place: Workplace, step: Step) -> str:
    following = STEPS.index(step) + 1
    if following < len(STEPS):
        return place.url("edit", STEPS[following].slug)
    return place.url("offers")


def _anchor_after(action: Action, changes: dict[str, Any]) -> str:
    """Return the id of the entry to look at after an action."""
    if action.verb == "add":
        owner: Any = changes
        for part in action.path.split("."):
            owner = owner[int(part)] if part.isdigit() else owner[part]
        return f"{action.path}.{len(owner) - 1}"
    at = action.place or 0
    moved = {"up": max(0, at - 1), "down": at + 1}
    return f"{action.path}.{moved[action.verb]}" if action.verb in moved else action.path


def step_context(place: Workplace, *, current: str) -> dict[str, Any]:
    """Return what every step's page shows around its form."""
    states = check_elements(place.draft.definition, place.organization)
    return {
        **place.frame,
        "draft": place.draft,
        "definition": place.draft.definition,
        "design": badge_design(place.draft.definition),
        "elements": states,
        "filled": count_filled(states),
        "total": len(states),
        "gaps": place.gaps,
        "gaps_here": [gap for gap in place.gaps if gap.step == current],
        "parts": _stepper(place, current=current),
    }


def _stepper(place: Workplace, *, current: str) -> list[dict[str, Any]]:
    open_steps = {gap.step for gap in place.gaps}
    parts = [
        {
            "label": step.label,
            "url": place.url("edit", step.slug),
            "state": "" if step.slug in open_steps else "done",
            "slug": step.slug,
        }
        for step in STEPS
    ]
    has_offer = bool(queries.offers(place.draft.id))
    done_offer = "done" if has_offer else ""
    parts.append(
        {"label": _("Offer"), "url": place.url("offers"), "state": done_offer, "slug": "offers"}
    )
    is_out = place.draft.published_number is not None and not place.draft.has_changes
    done = "done" if is_out else ""
    label = _("Review and publish")
    parts.append({"label": label, "url": place.url("publish"), "state": done, "slug": "publish"})
    for part in parts:
        if part["slug"] == current:
            part["state"] = "current"
    return parts


@login_required
@require_safe
def preview(request: HttpRequest, slug: str, achievement_id: UUID) -> HttpResponse:
    """Show the public page as it would look, to any member."""
    owner = enter(request, slug)
    draft = queries.draft(actor=actor_on(request), achievement_id=achievement_id)
    if draft.organization_id != owner.id:
        raise NotFound
    definition = draft.definition
    context = {
        "organization": owner,
        "page": build_page(definition, owner, offers=queries.offers(draft.id)),
        "draft": draft,
        "design": badge_design(definition),
        "issuer_url": issuer_path(owner.slug),
        "workload": describe_workload(definition.workload_hours, definition.ects_credits),
        "is_preview": True,
    }
    return render(request, "catalog/achievement.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str, achievement_id: UUID) -> HttpResponse:
    """Say what is missing, or what publication will do; publish when asked to."""
    place = open_workplace(request, slug, achievement_id)
    status = 200
    if request.method == "POST":
        try:
            version = operations.publish(actor=actor_on(request), achievement_id=achievement_id)
        except operations.UnableToPublish:
            status = 422
        except Conflict as error:
            messages.warning(request, error.message)
            return HttpResponseRedirect(place.url("publish"))
        else:
            number = version.number
            messages.success(request, _("Version %(number)d is published.") % {"number": number})
            return redirect("catalog:achievement", achievement_id)
    context = {
        **step_context(place, current="publish"),
        "missing": [_missing(place, gap) for gap in place.gaps],
        "next_number": (place.draft.published_number or 0) + 1,
        "changed_steps": _changed_steps(place.draft),
        "is_retired": place.draft.state == "retired",
    }
    return render(request, "catalog/publish.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, slug: str, achievement_id: UUID) -> HttpResponse:
    """Ask, then take it off the catalogue."""
    place = open_workplace(request, slug, achievement_id)
    if request.method == "POST":
        operations.retire(actor=actor_on(request), achievement_id=achievement_id)
        messages.success(request, _("It is retired. Awards stay as they are."))
        return redirect("catalog:definitions", slug)
    context = {
        "title": _("Retire “%(title)s”?") % {"title": place.draft.definition.title},
        "lead": _("Nobody will be able to start it any more."),
        "consequences": [
            _("It leaves the catalogue at once; its page stays and says that it is retired."),
            _("Learners who have begun can finish."),
            _("Awards stay genuine and can be verified as before."),
            _("You can reopen it later."),
        ],
        "action": _("Retire"),
        "cancel_url": reverse("catalog:definitions", args=[slug]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@login_required
@require_http_methods(["POST"])
def reopen(request: HttpRequest, slug: str, achievement_id: UUID) -> HttpResponse:
    """Bring a retired one back."""
    open_workplace(request, slug, achievement_id)
    operations.reopen(actor=actor_on(request), achievement_id=achievement_id)
    messages.success(request, _("It is in the catalogue again."))
    return redirect("catalog:definitions", slug)


def _list_row(row: DraftRow, owner: OrganizationRow) -> dict[str, Any]:
    states = check_elements(row.definition, owner)
    gaps = find_gaps(row.definition, owner)
    missing = ngettext("%(count)d thing missing", "%(count)d things missing", len(gaps))
    return {
        "draft": row,
        "design": badge_design(row.definition),
        "filled": count_filled(states),
        "missing": missing % {"count": len(gaps)} if gaps else "",
    }


def _missing(place: Workplace, gap: Gap) -> dict[str, str]:
    label = next((str(step.label) for step in STEPS if step.slug == gap.step), "")
    if gap.step:
        url = f"{place.url('edit', gap.step)}#{_anchor_of(gap.field)}"
    else:
        url = reverse("organizations:organization", args=[place.organization.slug])
    return {"problem": gap.problem, "remedy": gap.remedy, "url": url, "step": label}


def _anchor_of(field: str) -> str:
    """Return the id of the input, or of the list, that a gap is about."""
    last = field.rpartition(".")[2]
    if last in _LISTS:
        return field
    return f"id_{field}_0" if field.endswith(_GROUPS) else f"id_{field}"


def _changed_steps(draft: DraftRow) -> list[str]:
    """Return the names of the steps in which the draft differs from what is published."""
    current = queries.current_version(draft.id)
    if current is None:
        return []
    old, new_fields = current.definition.to_json(), draft.definition.to_json()
    changed = {STEP_OF_FIELD[name] for name in new_fields if old.get(name) != new_fields[name]}
    return [str(step.label) for step in STEPS if step.slug in changed]
