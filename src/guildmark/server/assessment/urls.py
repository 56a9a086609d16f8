"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from guildmark.server.assessment.views import evidence, learning, marking

app_name = "assessment"

_OWN = "submissions/<uuid:submission_id>/"
_DESK = "organizations/<slug:slug>/marking/"

urlpatterns = [
    path("achievements/<uuid:achievement_id>/apply/", learning.start, name="start"),
    path("submissions/", learning.mine, name="mine"),
    path(_OWN, learning.submission, name="submission"),
    path(f"{_OWN}answers/", learning.answers, name="answers"),
    path(f"{_OWN}hand-in/", learning.hand_in, name="hand_in"),
    path(f"{_OWN}withdraw/", learning.withdraw, name="withdraw"),
    path(f"{_OWN}resume/", learning.resume, name="resume"),
    path(f"{_OWN}add/<slug:requirement_id>/file/", evidence.add_file, name="add_file"),
    path(f"{_OWN}add/<slug:requirement_id>/link/", evidence.add_link, name="add_link"),
    path(f"{_OWN}remove/<uuid:artefact_id>/", evidence.remove, name="remove"),
    path(f"{_OWN}visibility/<uuid:artefact_id>/", evidence.visibility, name="visibility"),
    path("evidence/<uuid:artefact_id>/", evidence.show, name="evidence"),
    path("evidence/<uuid:artefact_id>/preview/<int:page>/", evidence.preview, name="preview"),
    path(_DESK, marking.queue, name="queue"),
    path(f"{_DESK}next/", marking.take_next, name="next"),
    path(f"{_DESK}<uuid:submission_id>/", marking.mark, name="mark"),
    path(f"{_DESK}<uuid:submission_id>/claim/", marking.claim, name="claim"),
    path(f"{_DESK}<uuid:submission_id>/release/", marking.release, name="release"),
    path(f"{_DESK}<uuid:submission_id>/decide/", marking.decide, name="decide"),
]
