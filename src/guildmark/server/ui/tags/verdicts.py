"""Answers and checks: each kind has its own word, shape and colour, so that none stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django import template
from django.utils.translation import gettext_lazy as _

from .component import render_component

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

register = template.Library()


@dataclass(frozen=True, slots=True)
class Kind:
    """How one answer looks: tone (colour), shape (outline and sign) and its plain word."""

    tone: str
    shape: str
    word: _StrPromise


VERDICTS: Final[dict[str, Kind]] = {
    "valid": Kind("good", "check", _("Genuine and current")),
    "not_valid": Kind("bad", "cross", _("Not valid")),
    "cannot_tell": Kind("unsure", "question", _("Cannot tell")),
    "not_recognised": Kind("warn", "warning", _("Genuine, issuer not recognised")),
    "revoked": Kind("bad", "stop", _("Revoked")),
    "suspended": Kind("warn", "pause", _("Suspended")),
    "expired": Kind("warn", "clock", _("Expired")),
    "unreadable": Kind("unsure", "question", _("This cannot be read")),
}

OUTCOMES: Final[dict[str, Kind]] = {
    "pass": Kind("good", "check", _("Passed")),
    "fail": Kind("bad", "cross", _("Failed")),
    "could not run": Kind("unsure", "question", _("Could not run")),
    "not applicable": Kind("plain", "dash", _("Not applicable")),
    "warning": Kind("warn", "warning", _("Needs attention")),
    "not asked": Kind("plain", "dash", _("Not asked")),
}

EVENTS: Final[dict[str, Kind]] = {
    "done": Kind("good", "check", _("Done")),
    "now": Kind("good", "dot", _("Now")),
    "returned": Kind("warn", "warning", _("Returned")),
    "stopped": Kind("bad", "cross", _("Stopped")),
    "plain": Kind("plain", "dot", _("Event")),
}


def _find(kinds: dict[str, Kind], name: str) -> Kind:
    """Look a kind up; `could_not_run` and `could not run` are the same."""
    try:
        return kinds.get(name) or kinds[name.replace("_", " ")]
    except KeyError:
        known = ", ".join(kinds)
        raise template.TemplateSyntaxError(f"No kind named {name!r}; known: {known}.") from None


@register.simple_tag
def shape(name: str, tone: str = "plain") -> SafeString:
    """Draw one sign in its own outline: circle, octagon, diamond, triangle."""
    return render_component("shape", shape=name, tone=tone)


@register.simple_block_tag
def verdict(content: str, kind: str, title: str = "", heading: str = "h1") -> SafeString:
    """The banner that answers first. kind: a key of VERDICTS."""
    return render_component(
        "verdict", content=content, kind=_find(VERDICTS, kind), title=title, heading=heading
    )


@register.simple_block_tag
def answers(content: str, label: str = "") -> SafeString:
    """Hold the three separate answers (genuine and current, issuer, holder)."""
    return render_component("answers", content=content, label=label)


@register.simple_block_tag
def answer(content: str, outcome: str, question: str, answer: str = "") -> SafeString:
    """One of the answers; the content is its short reason."""
    return render_component(
        "answer",
        content=content,
        kind=_find(OUTCOMES, outcome),
        question=question,
        answer=answer,
    )


@register.simple_block_tag
def checks(content: str, label: str = "") -> SafeString:
    """Hold one line per check."""
    return render_component("checks", content=content, label=label)


@register.simple_block_tag
def check(
    content: str, outcome: str, title: str, time: str = "", clause: str = "", word: str = ""
) -> SafeString:
    """One check: outcome is pass, fail, could not run, not applicable; content is the reason."""
    return render_component(
        "check",
        content=content,
        kind=_find(OUTCOMES, outcome),
        title=title,
        time=time,
        clause=clause,
        word=word,
    )


@register.simple_block_tag
def timeline(content: str, label: str = "") -> SafeString:
    """Hold events, newest or oldest first as the page says."""
    return render_component("timeline", content=content, label=label)


@register.simple_block_tag
def event(content: str, title: str, when: str = "", kind: str = "plain") -> SafeString:
    """One event of a timeline."""
    return render_component(
        "event", content=content, title=title, when=when, kind=_find(EVENTS, kind)
    )
