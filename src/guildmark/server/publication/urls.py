"""Addresses of what the world fetches."""

from __future__ import annotations

from django.urls import path

from guildmark.server.publication import keys_views, views

app_name = "publication"
urlpatterns = [
    path("issuers/<slug:slug>/", views.issuer, name="issuer"),
    path("issuers/<slug:slug>/did.json", views.did, name="did"),
    path("issuers/<slug:slug>/profile.json", views.profile, name="profile"),
    path("organizations/<slug:slug>/keys/", keys_views.show, name="keys"),
    path("organizations/<slug:slug>/keys/create/", keys_views.create, name="create_key"),
    path("organizations/<slug:slug>/keys/rotate/", keys_views.rotate, name="rotate_key"),
    path("status/<uuid:list_id>", views.status, name="status"),
]
