"""What stands around each page: the main navigation and the account menu of whoever is acting."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from guildmark.server.base.queries import is_demo
from guildmark.server.organizations.permissions import VISITOR, Actor
from guildmark.server.organizations.queries import organizations_of
from guildmark.server.ui.shell import AccountMenu, NavItem, Shell


def build_shell(request: HttpRequest) -> Shell:
    """Return navigation for the acting person: what anybody sees, then their own rooms."""
    actor: Actor = getattr(request, "actor", VISITOR)
    demo = is_demo()
    return Shell(
        nav=tuple(_navigation(request, actor)),
        account=_account(actor) if actor.person_id else None,
        sign_in_url=reverse("account_login"),
        home_url="/",
        help_url=reverse("help"),
        mailbox_url=reverse("demo:mailbox") if demo else "",
        footer=(
            NavItem(label=_("Catalogue"), url=reverse("catalog:catalogue")),
            NavItem(label=_("Verify a credential"), url=reverse("verification:verify")),
            NavItem(label=_("Skills"), url=reverse("frameworks:search")),
            NavItem(label=_("REST API"), url="/api/docs"),
        ),
        demo=demo,
    )


def _item(request: HttpRequest, label: str, url: str) -> NavItem:
    return NavItem(label=label, url=url, current=request.path.startswith(url))


def _navigation(request: HttpRequest, actor: Actor) -> list[NavItem]:
    items = [
        _item(request, _("Catalogue"), reverse("catalog:catalogue")),
        _item(request, _("Verify"), reverse("verification:verify")),
    ]
    if not actor.person_id:
        return items
    items += [
        _item(request, _("My learning"), reverse("wallet:home")),
        _item(request, _("Wallet"), reverse("wallet:list")),
    ]
    # One organization is the rule: its rooms stand in the bar. With several, each has its page.
    for organization in organizations_of(actor)[:3]:
        items.append(
            _item(
                request,
                organization.name,
                reverse("organizations:organization", args=[organization.slug]),
            )
        )
    return items


def _account(actor: Actor) -> AccountMenu:
    return AccountMenu(
        name=actor.name,
        items=(
            NavItem(label=_("Account"), url=reverse("accounts:settings")),
            NavItem(label=_("Sign out"), url=reverse("account_logout"), post=True),
        ),
    )
