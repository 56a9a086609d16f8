"""Pages to search skills, and the page of one skill.

The search page is also the picker that author pages open: with `return` (a path on this site) each
result gets a button that posts its URI back there as `skill`, with the fields of `keep` untouched.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from guildmark.server.frameworks import queries
from guildmark.server.frameworks.forms import SkillSearchForm

_RESULTS = 30


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the search form and what was found."""
    form = SkillSearchForm(request.GET or None)
    text = framework = ""
    if form.is_valid():
        text, framework = form.cleaned_data["q"], form.cleaned_data["framework"]
    language = request.GET.get("language") or getattr(request, "LANGUAGE_CODE", "en")
    found = queries.search_skills(
        text=text, framework=framework or None, language=language, limit=_RESULTS
    )
    context = {
        "form": form,
        "text": text,
        "framework": framework,
        "results": found,
        "more": len(found) == _RESULTS,
        "sources": queries.frameworks(),
        "add_url": _add_url(request),
        "add_label": request.GET.get("for", "")[:200],
    }
    return render(request, "frameworks/search.html", context)


@require_safe
def detail(request: HttpRequest, skill_id: int) -> HttpResponse:
    """Show one skill with where it comes from."""
    found = queries.skill_by_id(skill_id)
    if found is None:
        raise Http404
    return render(
        request, "frameworks/skill.html", {"skill": found, "add_url": _add_url(request)}
    )


def _add_url(request: HttpRequest) -> str:
    target = request.GET.get("return", "")
    # Only a path of this site: the button posts, so a foreign address could collect the choice.
    local = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts=None
    )
    return target if local else ""
