"""Addresses that only a demo answers."""

from __future__ import annotations

from django.urls import path

from guildmark.server.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/enter/<slug:role>/", views.enter_as, name="enter_as"),
    path("demo/mailbox/", views.mailbox, name="mailbox"),
    path("demo/mailbox/<uuid:message_id>/", views.mail, name="mail"),
]
