"""What is asked of each page: axe finds nothing, nothing scrolls sideways, one heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Page

__all__ = ["Auditor"]

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Wide and light, narrow and dark: each layout and each palette once.
_VIEWS: Final[tuple[tuple[int, Literal["light", "dark"]], ...]] = ((1280, "light"), (360, "dark"))
_NARROW = 320
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|/s/[\w-]+|[A-Za-z0-9_-]{30,}")
_RUN = """rules => axe.run(document, {
  runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']
})"""
_RUN_SOME = """rules => axe.run(document, {
  runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']
})"""
# What may differ on a narrow, dark screen; everything else is in the markup, which stays.
_OF_THE_LOOK = [
    "aria-hidden-focus",
    "button-name",
    "color-contrast",
    "link-in-text-block",
    "link-name",
    "scrollable-region-focusable",
    "target-size",
]
# Colours glide from one palette to the other; what is halfway is no finding.
_SETTLE = """new Promise(done => requestAnimationFrame(() => {
  document.getAnimations().forEach(each => each.finish()); requestAnimationFrame(done) }))"""
_STICKING_OUT = """limit => [...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > limit + 1
          && !e.closest('pre, .visually-hidden, [class*=scroll], .table-frame'))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


@dataclass(slots=True)
class Auditor:
    """Looks at each distinct page once; what it finds is collected in `findings`."""

    axe: str
    findings: list[str] = field(default_factory=list)
    visited: dict[str, str] = field(default_factory=dict)

    def look(self, page: Page, *, name: str = "") -> None:
        """Look at the page as it is; leaves window, colours and place as they were.

        Args:
            name: tells apart pages with the same address, such as a form with its errors.
        """
        key = _ID.sub("…", urlsplit(page.url).path) + (f" ({name})" if name else "")
        if key in self.visited:
            return
        self.visited[key] = page.url
        place = page.evaluate("[scrollX, scrollY]")
        if page.locator("h1").count() != 1:
            self.findings.append(f"{key}: {page.locator('h1').count()} headings h1")
        page.evaluate(self.axe)
        for place_of_view, (width, scheme) in enumerate(_VIEWS):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(_SETTLE)
            found = (
                page.evaluate(_RUN_SOME, _OF_THE_LOOK)
                if place_of_view
                else page.evaluate(_RUN, _RULES)
            )
            for violation in found["violations"]:
                for node in violation["nodes"][:3]:
                    self.findings.append(
                        f"{key} {width} {scheme}: {violation['id']} at {node['target']}: "
                        f"{node['html'][:160]} {_colours(node)}"
                    )
        self.look_narrow(page, key=key)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        page.evaluate("([x, y]) => scrollTo(x, y)", place)

    def look_narrow(self, page: Page, *, key: str) -> None:
        """Fail a page that scrolls sideways at 320 px, which is also 1280 px at 400 %."""
        page.set_viewport_size({"width": _NARROW, "height": 900})
        widest = page.evaluate("document.documentElement.scrollWidth")
        if widest > _NARROW:
            wide = page.evaluate(_STICKING_OUT, _NARROW)
            self.findings.append(f"{key}: {widest} px wide at {_NARROW} px: {wide}")


def _colours(node: dict[str, list[dict[str, object]]]) -> str:
    return "; ".join(str(check.get("message", "")) for check in node.get("any", []))[:240]
