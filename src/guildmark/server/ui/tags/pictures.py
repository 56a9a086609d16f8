"""Numbers with their context: bars that always have the same numbers as text beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..badges import BadgeDesign, draw_badge
from .component import render_component

if TYPE_CHECKING:
    from decimal import Decimal

register = template.Library()

#: Kinds of `bar`; fading lowers confidence, so the bar keeps its length and changes its pattern.
BAR_KINDS: Final = frozenset({"proven", "claimed", "fading"})


@register.simple_tag
def bar(
    have: float | Decimal,
    need: float | Decimal | None = None,
    of: float | Decimal = 4,
    kind: str = "proven",
    label: str = "",
) -> SafeString:
    """Have against need on one scale. kind: proven, claimed (striped), fading (dotted)."""
    if kind not in BAR_KINDS:
        raise template.TemplateSyntaxError(f"No kind of bar is named {kind!r}.")
    return render_component(
        "bar",
        have=have,
        need=need,
        of=of,
        kind=kind,
        label=label,
        have_percent=_percent(have, of),
        need_percent=None if need is None else _percent(need, of),
        words=_bar_words(have, need, of=of, kind=kind),
    )


@register.simple_tag
def progress(value: float, of: float, label: str = "", unit: str = "") -> SafeString:
    """How much of something is done, as bar and as words."""
    return render_component(
        "progress", value=value, of=of, label=label, unit=unit, percent=_percent(value, of)
    )


@register.simple_tag
def badge(design: BadgeDesign | str, size: int = 160, alt: str = "") -> SafeString:
    """Draw a badge inline. size: 64, 96, 160 or 224 pixels; alt: empty where text says it."""
    svg = design if isinstance(design, str) else draw_badge(design, title=alt)
    hidden = "" if alt else ' aria-hidden="true"'
    opening = f'<svg class="badge-image s{int(size)}" focusable="false"{hidden} '
    return SafeString(svg.replace("<svg ", opening, 1))


def _percent(part: float | Decimal, whole: float | Decimal) -> str:
    """Return a share as text for an SVG attribute, kept between 0 and 100."""
    share = 0.0 if not whole else 100 * float(part) / float(whole)
    return f"{min(100.0, max(0.0, share)):.2f}%"


def _bar_words(have: Any, need: Any, *, of: Any, kind: str) -> str:
    """Say the numbers of a bar."""
    words = _("%(have)s of %(of)s") % {"have": have, "of": of}
    if need is not None:
        words += " · " + _("needs %(need)s") % {"need": need}
    if kind == "claimed":
        words += " · " + _("claimed, not assessed")
    if kind == "fading":
        words += " · " + _("fading")
    return words
