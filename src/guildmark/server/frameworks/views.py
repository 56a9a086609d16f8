"""Pages to search skills, and the page of one skill.

The search page is also a picker for other rooms' pages: with `return` (a path on this site) each
result gets a button that posts `do=pick` and `uri` there; `for` says in words what is picked for.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from guildmark.server.frameworks import queries
from guildmark.server.frameworks.forms import SkillSearchForm

_RESULTS = 30


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the search form and what was found."""
    given = request.GET.dict()
    # Without words nothing was asked yet, so nothing is wrong yet either.
    asked = bool(given.get("q", "").strip())
    form = SkillSearchForm(given) if asked else SkillSearchForm(initial=given)
    text = framework = ""
    if form.is_valid():
        text, framework = form.cleaned_data["q"], form.cleaned_data["framework"]
    language = request.GET.get("language") or get_language() or "en"
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
        "keep": _keep(request),
    }
    return render(request, "frameworks/search.html", context)


@require_safe
def detail(request: HttpRequest, skill_id: int) -> HttpResponse:
    """Show one skill with where it comes from."""
    found = queries.skill_by_id(skill_id)
    if found is None:
        raise Http404
    context = {"skill": found, "add_url": _add_url(request), "keep": _keep(request)}
    return render(request, "frameworks/skill.html", context)


def _keep(request: HttpRequest) -> str:
    """Return the query that keeps the picker a picker on the next page, `?` included."""
    kept = {"return": _add_url(request), "for": request.GET.get("for", "")[:200]}
    return f"?{urlencode(kept)}" if kept["return"] else ""


def _add_url(request: HttpRequest) -> str:
    target = request.GET.get("return", "")
    # Only a path of this site: the button posts, so a foreign address could collect the choice.
    local = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if local else ""
