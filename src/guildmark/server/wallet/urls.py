"""Addresses of the wallet, and of what it lets the world see."""

from __future__ import annotations

from django.urls import path

from guildmark.server.wallet.views import own, public

app_name = "wallet"

urlpatterns = [
    path("home/", own.home, name="home"),
    path("wallet/", own.wallet, name="list"),
    path("wallet/<uuid:held_id>/", own.held, name="held"),
    path("wallet/<uuid:held_id>/accept/", own.accept, name="accept"),
    path("wallet/<uuid:held_id>/hide/", own.hide, name="hide"),
    path("wallet/<uuid:held_id>/unhide/", own.unhide, name="unhide"),
    path("wallet/<uuid:held_id>/visibility/", own.choose, name="visibility"),
    path("wallet/<uuid:held_id>/linkedin/", own.open_for_linkedin, name="linkedin"),
    path("wallet/<uuid:held_id>/links/", own.share, name="share"),
    path("wallet/<uuid:held_id>/links/<uuid:link_id>/withdraw/", own.withdraw, name="withdraw"),
    path("wallet/<uuid:held_id>/credential.<str:kind>", own.held_file, name="held_file"),
    # With and without the slash: the address without it is the credential's own id.
    path("credentials/<uuid:credential_id>/", public.page, name="page"),
    path("credentials/<uuid:credential_id>", public.page, name="credential"),
    path("credentials/<uuid:credential_id>.<str:kind>", public.page_file, name="page_file"),
    path(
        "credentials/<uuid:credential_id>/artefacts/<uuid:artefact_id>",
        public.page_artefact,
        name="page_artefact",
    ),
    path(
        "credentials/<uuid:credential_id>/pictures/<str:picture>",
        public.page_picture,
        name="page_picture",
    ),
    path("s/<str:token>/", public.shared, name="shared"),
    path("s/<str:token>/credential.<str:kind>", public.shared_file, name="shared_file"),
    path(
        "s/<str:token>/artefacts/<uuid:artefact_id>",
        public.shared_artefact,
        name="shared_artefact",
    ),
    path("s/<str:token>/pictures/<str:picture>", public.shared_picture, name="shared_picture"),
]
