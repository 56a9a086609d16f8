"""Plain containers: cards, facts, chips, tables, notices, folded parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import template
from django.contrib.messages import constants
from django.utils.translation import gettext_lazy as _

from ..dates import write_day
from ..icons import draw_icon
from .component import render_component

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.safestring import SafeString

register = template.Library()

#: tone → icon and the word that a screen reader hears first.
NOTICES: Final = {
    "good": ("check", _("Done")),
    "plain": ("info", _("Note")),
    "warn": ("warning", _("Attention")),
    "bad": ("cross", _("Problem")),
    "unsure": ("help", _("Not known")),
}

#: Message levels of django.contrib.messages → tone.
_MESSAGE_TONES: Final = {
    constants.DEBUG: "plain",
    constants.INFO: "plain",
    constants.SUCCESS: "good",
    constants.WARNING: "warn",
    constants.ERROR: "bad",
}


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day in the reader's language; nothing for None."""
    return "" if value is None else write_day(value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one small icon; put a word beside it."""
    return draw_icon(name)


@register.simple_block_tag
def card(
    content: str, title: str = "", heading: str = "h2", href: str = "", note: str = "", id: str = ""
) -> SafeString:
    """A card; with href the whole card is one link."""
    return render_component(
        "card", content=content, title=title, heading=heading, href=href, note=note, id=id
    )


@register.simple_block_tag
def facts(content: str, ruled: bool = False) -> SafeString:
    """Names and values, as a description list."""
    return render_component("facts", content=content, ruled=ruled)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One name and its value."""
    return render_component("fact", content=content, label=label)


@register.simple_tag
def chip(text: Any, tone: str = "", href: str = "", icon: str = "") -> SafeString:
    """A small label: a skill, a status. A tone brings an icon so that colour is not alone."""
    signs = {"good": "check", "bad": "cross", "warn": "warning", "unsure": "help", "plain": "minus"}
    return render_component(
        "chip", text=text, tone=tone, href=href, icon=icon or signs.get(tone, "")
    )


@register.simple_block_tag
def table(content: str, caption: str = "", stacking: bool = True) -> SafeString:
    """A table; content is its thead and tbody. Give each td data-label for the phone."""
    return render_component("table", content=content, caption=caption, stacking=stacking)


@register.simple_block_tag
def notice(content: str, tone: str = "plain", title: str = "", role: str = "") -> SafeString:
    """A note in the page: tone good, plain, warn, bad, unsure."""
    sign, word = NOTICES[tone]
    return render_component(
        "notice", content=content, tone=tone, title=title, role=role, sign=sign, word=word
    )


@register.simple_tag
def message_notice(message: Any) -> SafeString:
    """One message of the messages framework."""
    tone = _MESSAGE_TONES.get(message.level, "plain")
    sign, word = NOTICES[tone]
    role = "alert" if tone == "bad" else "status"
    return render_component(
        "notice", content=message.message, tone=tone, title="", role=role, sign=sign, word=word
    )


@register.simple_block_tag
def disclosure(content: str, summary: str, opened: bool = False) -> SafeString:
    """A part that is folded until asked for."""
    return render_component("disclosure", content=content, summary=summary, opened=opened)


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "search") -> SafeString:
    """What stands where nothing is yet: what it is for and the next thing to do."""
    return render_component("empty", content=content, title=title, icon=icon)


@register.simple_block_tag
def steps(content: str) -> SafeString:
    """Numbered steps."""
    return render_component("steps", content=content)


@register.simple_block_tag
def step(content: str, title: str, detail: str = "", state: str = "", href: str = "") -> SafeString:
    """One step; content is its action. state: done, current or nothing."""
    return render_component(
        "step", content=content, title=title, detail=detail, state=state, href=href
    )


@register.simple_tag
def stat(number: Any, label: str, detail: str = "") -> SafeString:
    """A number that counts, with what it means; inside `<dl class="stats">`."""
    return render_component("stat", number=number, label=label, detail=detail)
