"""Every component in every state on one page, for those who build pages and those who test.

Its sample texts are English on purpose: no product text is among them.
Served only with DEBUG or `settings.GUILDMARK_STYLEGUIDE` (the demo sets it); else 404.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .badge_icons import BADGE_ICONS
from .badges import BADGE_SHAPES, BadgeDesign
from .colour import GUILD_COLOURS
from .forms import DateInput, Level, LevelSelect, WordCountTextarea
from .icons import ICONS
from .shell import NavItem

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SampleForm", "show_confirm", "show_error", "show_styleguide"]

_LEVELS: Final = [
    ("4", Level(number=4, text="Every source, with stored and gravity energy")),
    ("3", Level(number=3, text="Every source that is live", standard=True)),
    ("2", Level(number=2, text="Misses one source")),
    ("1", Level(number=1, text="Misses several", note="Two or more are not on the record.")),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Full name", help_text="As it should stand on the award.")
    email = forms.EmailField(label="E-mail")
    hours = forms.IntegerField(label="Hours", min_value=1, max_value=400)
    started = forms.DateField(label="Started on", widget=DateInput, required=False)
    story = forms.CharField(
        label="What did you do?",
        widget=WordCountTextarea(max_words=150),
        help_text="Say what you did, not what should be done.",
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Español")])
    sharing = forms.ChoiceField(
        label="Who may see the file?",
        widget=forms.RadioSelect,
        choices=[
            ("public", "Anybody"),
            ("request", "Those I say yes to"),
            ("assessors", "Only my assessors"),
        ],
    )
    modes = forms.MultipleChoiceField(
        label="Where can you learn?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("online", "Online"), ("work", "At work"), ("site", "On site")],
    )
    artefact = forms.FileField(label="Artefact", help_text="PDF, image or text, up to 20 MB.")
    level = forms.ChoiceField(
        label="Identifies every energy source", widget=LevelSelect, choices=_LEVELS
    )
    declared = forms.BooleanField(label="I made this myself and may show it")


class MarkingForm(forms.Form):
    """Two criteria, as an assessor gets them."""

    sources = forms.ChoiceField(
        label="Identifies every energy source", widget=LevelSelect, choices=_LEVELS
    )
    order = forms.ChoiceField(
        label="Isolates and locks in order",
        widget=LevelSelect,
        choices=[
            ("4", Level(number=4, text="In order, and says why")),
            ("3", Level(number=3, text="In order", standard=True)),
            ("2", Level(number=2, text="One step out of order")),
        ],
    )


def _only_where_shown(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Answer 404 unless the styleguide is switched on."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not (settings.DEBUG or getattr(settings, "GUILDMARK_STYLEGUIDE", False)):
            raise Http404
        return view(request, **kwargs)

    return guarded


@_only_where_shown
def show_styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    messages.success(request, "Saved. Two of three criteria are marked.")
    wrong = SampleForm(
        {"w-email": "amina@", "w-hours": "900", "w-level": "9"}, auto_id="wrong_%s", prefix="w"
    )
    context = {
        "form": SampleForm(initial={"name": "Amina Yusuf", "level": "4", "sharing": "request"}),
        "wrong": wrong,
        "marking": MarkingForm(initial={"sources": "4"}, prefix="mark"),
        "icons": sorted(ICONS),
        "colours": GUILD_COLOURS,
        "badges": _sample_badges(),
        "hero": _sample_badges()[0],
        "page": Paginator(range(240), 20).get_page(request.GET.get("page", 4)),
        "tab_items": [
            NavItem(label="To mark", url="#tabs", current=True, count=12),
            NavItem(label="Marked", url="#tabs", count=88),
            NavItem(label="Returned", url="#tabs"),
        ],
        "parts": [
            {"label": "Competency", "state": "done", "url": "#stepper"},
            {"label": "Rubric", "state": "problem", "url": "#stepper"},
            {"label": "Evidence", "state": "current"},
            {"label": "Descriptor", "state": ""},
            {"label": "Badge", "state": ""},
        ],
    }
    return render(request, "ui/styleguide.html", context)


@_only_where_shown
def show_confirm(request: HttpRequest) -> HttpResponse:
    """Show the page that asks before something that cannot be taken back."""
    context = {
        "title": "Revoke this credential?",
        "lead": "Control hazardous energy, awarded to Amina Yusuf on 14 November 2026.",
        "consequences": [
            "Whoever checks it reads “revoked” within one minute.",
            "The holder gets a mail with your reason.",
            "It cannot be taken back; you can award again.",
        ],
        "action": "Revoke",
        "cancel_url": "../",
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@_only_where_shown
def show_error(request: HttpRequest, *, status: int) -> HttpResponse:
    """Show one error page."""
    context = {
        "status": status,
        "title": "Nothing was published",
        "message": "Two elements are missing. Add them and publish again.",
        "findings": [
            {"problem": "Quality assurance is empty.", "remedy": "Say who checks it."},
            {"problem": "No criterion passes.", "remedy": "Choose the level that does."},
        ],
        "request_id": "req-8f3a21",
    }
    return render(request, "ui/error.html", context, status=status)


def _sample_badges() -> list[BadgeDesign]:
    """Make one badge per icon, through all shapes and colours."""
    shapes, colours = list(BADGE_SHAPES), list(GUILD_COLOURS)
    titles = ("Lockout", "Wound care", "Barista", "قيادة الفريق", "Hydraulics", "Сварка")
    badges = [BadgeDesign(title="Lockout", subtitle="Harbor Tech", icon="lock", level=2)]
    for i, icon in enumerate(BADGE_ICONS):
        badges.append(
            BadgeDesign(
                title=titles[i % len(titles)],
                subtitle=("Level 3", "", "Harbor College")[i % 3],
                shape=shapes[i % 4],
                colour=colours[i % len(colours)],
                icon=icon,
                level=i % 5,
                demo=i % 9 == 8,
            )
        )
    return badges
