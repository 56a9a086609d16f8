"""Addresses of the issuer's pages."""

from __future__ import annotations

from django.urls import path

from guildmark.server.issuance import views

app_name = "issuance"
urlpatterns = [
    path("organizations/<slug:slug>/awards/", views.awards, name="awards"),
    path("organizations/<slug:slug>/awards/<uuid:award_id>/", views.award, name="award"),
    path("organizations/<slug:slug>/awards/<uuid:award_id>/revoke/", views.revoke, name="revoke"),
]
