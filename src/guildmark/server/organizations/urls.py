"""Addresses of organizations' own pages."""

from __future__ import annotations

from django.urls import path

from guildmark.server.organizations import views

app_name = "organizations"
urlpatterns = [
    path("organizations/<slug:slug>/", views.overview, name="organization"),
    path("organizations/<slug:slug>/details/", views.change, name="change"),
    path("organizations/<slug:slug>/members/", views.members, name="members"),
    path(
        "organizations/<slug:slug>/members/<uuid:person_id>/<slug:role>/remove/",
        views.remove_role,
        name="remove_role",
    ),
    path(
        "organizations/<slug:slug>/invitations/<uuid:invitation_id>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("organizations/<slug:slug>/record/", views.record, name="record"),
    path("invitations/<str:token>/", views.accept_invitation, name="accept_invitation"),
]
