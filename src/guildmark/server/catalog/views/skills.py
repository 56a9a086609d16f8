"""The step that picks skills: search on the page, or paste a framework's own address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildmark.server.base.errors import Finding, InvalidInput
from guildmark.server.catalog import operations
from guildmark.server.catalog.editing import apply_action, parse_action
from guildmark.server.catalog.forms import StepForms
from guildmark.server.catalog.forms.steps import SKILLS_STEP, PasteForm
from guildmark.server.catalog.reading import is_web_address
from guildmark.server.catalog.views.authoring import (
    Workplace,
    open_workplace,
    step_context,
)
from guildmark.server.catalog.vocabulary import framework_of
from guildmark.server.frameworks.queries import SkillRow, search_skills, skill
from guildmark.server.organizations.middleware import actor_on

_RESULTS = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_skills(
    request: HttpRequest, slug: str, achievement_id: UUID, step_slug: str = "skills"
) -> HttpResponse:
    """Show the picked skills and the search; add, remove and save."""
    place = open_workplace(request, slug, achievement_id)
    sent = request.POST if request.method == "POST" else None
    forms = SKILLS_STEP.build(place.draft.definition.to_json(), sent)
    paste = PasteForm(sent if sent and sent.get("do") == "paste" else None)
    status = 200
    if sent is not None:
        try:
            return _save(request, place, forms=forms, paste=paste)
        except InvalidInput as error:
            forms.add_findings(paste.add_findings(error.findings))
            status = 422
    words = request.GET.get("q", "").strip()
    picked = {each.target_url for each in place.draft.definition.alignments}
    found = search_skills(text=words, language=_language(), limit=_RESULTS) if words else []
    context = {
        **step_context(place, current="skills"),
        "forms": forms,
        "step": SKILLS_STEP,
        "paste": paste,
        "words": words,
        "results": [{"skill": each, "is_picked": each.uri in picked} for each in found],
        "attributions": sorted({each.attribution for each in found if each.attribution}),
    }
    return render(request, "catalog/edit_skills.html", context, status=status)


def _save(
    request: HttpRequest, place: Workplace, *, forms: StepForms, paste: PasteForm
) -> HttpResponseRedirect:
    do = request.POST.get("do", "")
    here = place.url("edit", "skills")
    # The search and paste forms do not carry the picked skills: they add to the stored ones.
    changes = _stored(place) if do in ("pick", "paste") else forms.read()
    if do == "pick":
        changes["alignments"].append(_picked(request.POST.get("uri", "")))
    elif do == "paste":
        changes["alignments"].append(_pasted(paste))
    elif action := parse_action(do):
        changes = apply_action(changes, action)
    operations.change_draft(actor=actor_on(request), achievement_id=place.draft.id, changes=changes)
    if do == "next":
        return HttpResponseRedirect(place.url("edit", "european"))
    messages.success(request, _("Saved."))
    words = request.GET.get("q", "")
    query = f"?{urlencode({'q': words})}" if do == "pick" and words else ""
    return HttpResponseRedirect(here + query)


def _stored(place: Workplace) -> dict[str, Any]:
    return {"alignments": place.draft.definition.to_json()["alignments"]}


def _picked(uri: str) -> dict[str, Any]:
    found = skill(uri, language=_language())
    if found is None:
        problem = _("This skill is no longer in the lists.")
        raise InvalidInput(findings=[Finding("address", problem, _("Search again."))])
    return _alignment_of(found)


def _pasted(paste: PasteForm) -> dict[str, Any]:
    """Return the skill at the pasted address: from the lists, or as the author names it."""
    sent = paste.read()
    address = sent["address"].strip()
    if found := skill(address, language=_language()):
        return _alignment_of(found)
    if not is_web_address(address):
        problem = _("This is not a web address.")
        remedy = _("Paste the whole address of an ESCO or O*NET skill.")
        raise InvalidInput(findings=[Finding("address", problem, remedy)])
    if not sent["name"].strip():
        problem = _("This skill is not in the lists of this installation.")
        remedy = _("Write its name too, as its framework gives it.")
        raise InvalidInput(findings=[Finding("name", problem, remedy)])
    return {
        "framework": framework_of(address),
        "target_url": address,
        "target_name": sent["name"],
        "target_type": "ceasn:Competency",
    }


def _alignment_of(found: SkillRow) -> dict[str, Any]:
    return {
        "framework": found.framework,
        "target_url": found.uri,
        "target_name": found.label,
        "target_code": found.code,
        "target_type": found.target_type,
        "description": found.description[:2000],
    }


def _language() -> str:
    return get_language() or "en"
