"""Addresses of what can be earned: public pages, and the author's."""

from __future__ import annotations

from django.urls import path

from guildmark.server.catalog.views import authoring, offers, public, skills

app_name = "catalog"

_WORK = "organizations/<slug:slug>/micro-credentials/"
_ONE = f"{_WORK}<uuid:achievement_id>/"

urlpatterns = [
    path("catalogue/", public.catalogue, name="catalogue"),
    path("achievements/<uuid:achievement_id>/", public.achievement, name="achievement"),
    # The id in credentials may be written without the last slash; programs need no redirect.
    path("achievements/<uuid:achievement_id>", public.achievement),
    path(
        "achievements/<uuid:achievement_id>/versions/<int:number>/", public.version, name="version"
    ),
    path("achievements/<uuid:achievement_id>/badge.<str:kind>", public.badge, name="badge"),
    path("achievements/<uuid:achievement_id>/social.png", public.social, name="social"),
    path(_WORK, authoring.definitions, name="definitions"),
    path(f"{_WORK}new/", authoring.new, name="new"),
    path(f"{_ONE}edit/skills/", skills.edit_skills, {"step_slug": "skills"}, name="edit"),
    path(f"{_ONE}edit/<slug:step_slug>/", authoring.edit, name="edit"),
    path(f"{_ONE}offers/", offers.offers, name="offers"),
    path(f"{_ONE}offers/<uuid:offer_id>/", offers.offer, name="offer"),
    path(f"{_ONE}preview/", authoring.preview, name="preview"),
    path(f"{_ONE}publish/", authoring.publish, name="publish"),
    path(f"{_ONE}retire/", authoring.retire, name="retire"),
    path(f"{_ONE}reopen/", authoring.reopen, name="reopen"),
]
