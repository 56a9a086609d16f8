"""What stands around a page: navigation, account menu, languages, demo banner, help.

This room knows no address of any other, so the wiring (`config`) names one function in
`settings.GUILDMARK_SHELL` (dotted path, `HttpRequest -> Shell`); the context processor
`guildmark.server.ui.shell.shell` gives its answer to every template as `shell`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise as Text

__all__ = ["AccountMenu", "NavItem", "Shell", "shell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One link, or with `post` one form button (sign out, leave a role).

    `current` is True on the page itself and on pages below it. `count` is shown as a pill.
    """

    label: Text
    url: str
    current: bool = False
    post: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMenu:
    """The menu of the person who is signed in."""

    name: str
    items: tuple[NavItem, ...] = ()
    detail: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Everything around a page's own content.

    `help_url` and `footer` keep their place on each page (WCAG 2.2, 3.2.6 Consistent Help).
    `demo` shows the strip that says that nothing here is real.
    """

    nav: tuple[NavItem, ...] = ()
    account: AccountMenu | None = None
    sign_in_url: str = ""
    home_url: str = "/"
    help_url: str = ""
    mailbox_url: str = ""
    footer: tuple[NavItem, ...] = ()
    demo: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` (a `Shell`), built when a template first reads it."""
    path = getattr(settings, "GUILDMARK_SHELL", None)
    if path is None:
        return {"shell": Shell()}
    return {"shell": SimpleLazyObject(lambda: import_string(path)(request))}
