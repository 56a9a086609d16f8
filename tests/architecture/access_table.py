"""Who gets in at which address: one row for each endpoint of the URL map.

`who` lists the actors that get past the door. Everybody else who is signed in gets 404, so that
nobody learns what exists elsewhere; only a member of the organization itself may get 403. A visitor
is asked to sign in or gets 404. A new endpoint without a row fails the test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.architecture.scene import ACTORS, FOREIGN, LEARNER, STRANGER, VISITOR

ALL = frozenset(ACTORS)
SIGNED_IN = ALL - {VISITOR}
MEMBERS = frozenset({"owner", "author", "assessor", "issuer", "viewer"})
OWNER = frozenset({"owner"})
AUTHORS = frozenset({"owner", "author"})
ASSESSORS = frozenset({"owner", "assessor"})
ISSUERS = frozenset({"owner", "issuer"})
AWARD_READERS = frozenset({"owner", "issuer", "viewer"})
HOLDER = frozenset({LEARNER})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """Attributes:
    who: actors who get in.
    method: how it is asked.
    use: address part → name of the object in the scene, where they differ; "=x" is the text x.
    data: what is sent.
    """

    who: frozenset[str]
    method: str = "get"
    use: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


def post(who: frozenset[str], **fields: Any) -> Row:
    """Return a row for an endpoint that takes POST."""
    return Row(who, method="post", **fields)


PUBLISHED = {"achievement_id": "published_id"}
WAITING = {"submission_id": "waiting_id"}
CLAIMED = {"submission_id": "claimed_id"}
JSON = {"kind": "=json"}
QR = {"picture": "=qr.svg"}

PAGES: dict[str, Row] = {
    "front": Row(ALL),
    "help": Row(ALL),
    "set_language": post(ALL, data={"language": "es"}),
    "api_docs": Row(ALL),
    "base:livez": Row(ALL),
    "base:readyz": Row(ALL),
    "accounts:settings": Row(SIGNED_IN),
    "accounts:tokens": Row(SIGNED_IN),
    # The token named is nobody's: there is none to withdraw.
    "accounts:revoke_token": post(NOBODY, use={"token_id": "nothing"}),
    "accounts:export": post(SIGNED_IN),
    "accounts:erase": Row(SIGNED_IN),
    "organizations:organization": Row(MEMBERS),
    "organizations:change": Row(OWNER),
    "organizations:members": Row(OWNER),
    "organizations:remove_role": Row(OWNER, use={"person_id": "viewer_id", "role": "=viewer"}),
    "organizations:withdraw_invitation": post(OWNER),
    "organizations:record": Row(frozenset({"owner", "viewer"})),
    # Whoever holds the mailed link was meant, once they have signed in.
    "organizations:accept_invitation": Row(SIGNED_IN, use={"token": "invitation_token"}),
    "frameworks:search": Row(ALL),
    "frameworks:skill": Row(NOBODY, use={"skill_id": "=1"}),
    "catalog:catalogue": Row(ALL),
    "catalog:achievement": Row(ALL, use=PUBLISHED),
    "catalog:version": Row(ALL, use={**PUBLISHED, "number": "=1"}),
    "catalog:badge": Row(ALL, use={**PUBLISHED, "kind": "=svg"}),
    "catalog:social": Row(ALL, use=PUBLISHED),
    "catalog:definitions": Row(MEMBERS),
    "catalog:new": Row(AUTHORS),
    "catalog:edit": Row(AUTHORS, use={"step_slug": "=about"}),
    "catalog:offers": Row(AUTHORS, use=PUBLISHED),
    "catalog:offer": Row(NOBODY, use={**PUBLISHED, "offer_id": "nothing"}),
    "catalog:preview": Row(MEMBERS),
    "catalog:publish": Row(AUTHORS),
    "catalog:retire": Row(AUTHORS, use=PUBLISHED),
    "catalog:reopen": post(AUTHORS, use=PUBLISHED),
    "publication:issuer": Row(ALL),
    "publication:did": Row(ALL),
    "publication:profile": Row(ALL),
    "publication:status": Row(ALL),
    "publication:keys": Row(OWNER),
    "publication:create_key": post(OWNER),
    # Without a public https origin a key cannot rotate.
    "publication:rotate_key": Row(NOBODY),
    "assessment:start": post(SIGNED_IN, use=PUBLISHED),
    "assessment:mine": Row(SIGNED_IN),
    "assessment:submission": Row(HOLDER),
    "assessment:answers": post(HOLDER),
    "assessment:hand_in": Row(HOLDER),
    "assessment:withdraw": Row(HOLDER),
    "assessment:resume": post(HOLDER),
    "assessment:add_file": Row(HOLDER, use={"requirement_id": "=e1"}),
    "assessment:add_link": Row(HOLDER, use={"requirement_id": "=e1"}),
    "assessment:remove": Row(NOBODY, use={"artefact_id": "nothing"}),
    "assessment:visibility": Row(NOBODY, use={"artefact_id": "nothing"}),
    "assessment:evidence": Row(HOLDER | ASSESSORS),
    # The artefact is a text: it has no preview, and nobody finds one.
    "assessment:preview": Row(NOBODY, use={"page": "=1"}),
    "assessment:queue": Row(ASSESSORS),
    "assessment:next": post(ASSESSORS),
    "assessment:mark": Row(ASSESSORS, use=WAITING),
    "assessment:claim": post(ASSESSORS, use=WAITING),
    "assessment:release": post(ASSESSORS, use=CLAIMED),
    "assessment:decide": Row(ASSESSORS, use=CLAIMED),
    "issuance:awards": Row(AWARD_READERS),
    "issuance:award": Row(AWARD_READERS),
    "issuance:revoke": Row(ISSUERS),
    "verification:verify": Row(ALL),
    "wallet:home": Row(SIGNED_IN),
    "wallet:list": Row(SIGNED_IN),
    "wallet:held": Row(HOLDER),
    "wallet:accept": post(HOLDER),
    "wallet:hide": post(HOLDER),
    "wallet:unhide": post(HOLDER),
    "wallet:visibility": post(HOLDER),
    "wallet:linkedin": post(HOLDER),
    "wallet:share": post(HOLDER),
    "wallet:withdraw": post(HOLDER),
    "wallet:held_file": Row(HOLDER, use=JSON),
    # Private: the holder looks at their own page, nobody else does.
    "wallet:page": Row(HOLDER),
    "wallet:credential": Row(HOLDER),
    "wallet:page_file": Row(HOLDER, use=JSON),
    "wallet:page_artefact": Row(NOBODY),  # for assessors only: no page opens it
    "wallet:page_picture": Row(HOLDER, use=QR),
    # Whoever has the link may look.
    "wallet:shared": Row(ALL),
    "wallet:shared_file": Row(ALL, use=JSON),
    # The artefact is for assessors only; no link opens it.
    "wallet:shared_artefact": Row(NOBODY),
    "wallet:shared_picture": Row(ALL, use=QR),
    "workforce:roles": Row(MEMBERS),
    "workforce:new": Row(AUTHORS),
    "workforce:role": Row(MEMBERS),
    "workforce:edit": Row(AUTHORS),
    "workforce:remove": Row(AUTHORS),
    # No demo made this database.
    "demo:enter_as": post(NOBODY, use={"role": "=learner"}),
    "demo:mailbox": Row(NOBODY),
    "demo:mail": Row(NOBODY, use={"message_id": "nothing"}),
}

API: dict[str, Row] = {
    "list_organizations": Row(SIGNED_IN),
    "list_members": Row(OWNER),
    "invite_member": Row(OWNER, data={"email": "a@b.example", "role": "viewer"}),
    "remove_role": Row(OWNER, use={"person_id": "viewer_id", "role": "=viewer"}),
    "search_skills": Row(ALL, use={"?": "=q=lock"}),
    "search_catalogue": Row(ALL),
    "read_achievement": Row(ALL, use=PUBLISHED),
    "read_version": Row(ALL, use={**PUBLISHED, "number": "=1"}),
    "list_drafts": Row(MEMBERS),
    "create_achievement": Row(AUTHORS, data={"title": "New"}),
    "read_draft": Row(MEMBERS),
    "save_draft": Row(AUTHORS, data={"title": "Still a draft"}),
    "publish": Row(AUTHORS),
    "retire": Row(AUTHORS, use=PUBLISHED),
    "list_submissions": Row(SIGNED_IN),
    "start_submission": Row(SIGNED_IN, data={"version_id": "@version_id"}),
    "read_submission": Row(HOLDER),
    "save_answers": Row(HOLDER, data={"answers": {}}),
    "add_file": Row(HOLDER, data={"requirement_id": "e1", "declared": True, "file": "@upload"}),
    "add_link": Row(
        HOLDER, data={"requirement_id": "e1", "url": "https://a.example", "declared": True}
    ),
    "remove_artefact": Row(NOBODY, use={"artefact_id": "nothing"}),
    "submit": Row(HOLDER),
    "resume": Row(HOLDER),
    "withdraw": Row(HOLDER),
    "list_queue": Row(ASSESSORS),
    "claim": Row(ASSESSORS, use=WAITING),
    "release": Row(ASSESSORS, use=CLAIMED),
    "save_mark": Row(ASSESSORS, use={**CLAIMED, "criterion_id": "=c1"}, data={"comment": "x"}),
    "decide": Row(ASSESSORS, use=CLAIMED, data={"outcome": "returned"}),
    "list_awards": Row(AWARD_READERS),
    "read_award": Row(AWARD_READERS),
    "revoke_award": Row(ISSUERS, data={"reason": "A test."}),
    "list_wallet": Row(SIGNED_IN),
    "read_held": Row(HOLDER),
    "download_credential": Row(HOLDER),
    "accept": Row(HOLDER),
    "choose_visibility": Row(HOLDER, data={"visibility": "unlisted"}),
    "list_links": Row(HOLDER),
    "make_link": Row(HOLDER, data={"label": "y"}),
    "withdraw_link": Row(HOLDER),
    "verify": Row(ALL, data={"document": "{}"}),
}

# Not ours to decide, or not reached by name: Django's admin, allauth's pages, the API's own pages.
LEFT_TO_OTHERS = frozenset({"admin", "api-1:openapi-json", "api-1:api-root"})

__all__ = ["API", "FOREIGN", "LEFT_TO_OTHERS", "PAGES", "STRANGER", "Row"]
