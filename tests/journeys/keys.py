"""A person who has a keyboard only: each stop is seen, and nothing needs a mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.journeys.walking import Walker

__all__ = ["Keyboard"]

# A page with more stops than this is no page for a keyboard.
_MOST_STOPS = 90
_WHERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return {name: '', kind: 'none', fault: ''};
  const label = e.labels?.[0];
  const words = e.getAttribute('aria-label') || label?.textContent || e.textContent || e.value;
  const small = ['radio', 'checkbox'].includes(e.type);
  const shown = [e, e.closest('.card.linked')];
  if (small) shown.push(label, e.closest('.choice, .level'));
  const ring = shown.filter(Boolean).some(each => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== 'none';
  });
  const target = small && label ? label : e;
  const boxes = [...target.getClientRects()].filter(box => box.width && box.height);
  const places = [[.5, .5], [.1, .2], [.9, .8], [.1, .8], [.9, .2]];
  const seen = boxes.some(box => places.some(([x, y]) => {
    const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return top && (target.contains(top) || top.contains(target) && top !== document.documentElement
      && top !== document.body && !top.matches('main') || e.contains(top));
  }));
  const fault = !ring ? 'its focus cannot be seen' : !seen ? 'it is covered or out of sight' : '';
  return {name: (words || '').trim().replace(/\\s+/g, ' '), kind: e.type || e.localName, fault,
          html: e.outerHTML.slice(0, 140)};
}"""


class Keyboard:
    """Hands on a keyboard; the mouse of this walker is never touched."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self._keys = walker.page.keyboard
        # From now on the browser hands file dialogs to us instead of opening its own.
        walker.page.on("filechooser", lambda _: None)

    def tab_to(self, words: str, *, kind: str = "") -> None:
        """Press Tab until what has the focus begins with these words.

        Args:
            kind: the input's type or the element's name, where the words alone do not tell.
        """
        stops = []
        for _stop in range(_MOST_STOPS):
            here = self._press("Tab")
            stops.append(here["name"][:40])
            if here["name"].startswith(words) and (not kind or here["kind"] == kind):
                return
        raise AssertionError(f"Tab never reaches {words!r} on {self.walker.path}: {stops}")

    def back(self, words: str) -> None:
        """Press Shift-Tab once; it leads to what begins with these words."""
        here = self._press("Shift+Tab")
        assert here["name"].startswith(words), here

    def follow(self, words: str, *, kind: str = "") -> None:
        """Go to a link or button and press Enter; wait for the page that comes."""
        self.tab_to(words, kind=kind)
        with self.walker.page.expect_navigation(wait_until="load"):
            self._keys.press("Enter")

    def unfold(self, words: str) -> None:
        """Go to a summary and open it with Space."""
        self.tab_to(words, kind="summary")
        self._keys.press("Space")

    def write(self, label: str, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(label)
        self._keys.insert_text(text)

    def tick(self, label: str) -> None:
        """Go to a box and press Space."""
        self.tab_to(label, kind="checkbox")
        self._keys.press("Space")

    def arrow_to(self, label: str) -> None:
        """From inside a group of radio buttons, press Down until the one with this label is on."""
        for _choice in range(12):
            if self._where()["name"].startswith(label):
                self._keys.press("Space")
                return
            self._press("ArrowDown")
        raise AssertionError(f"the arrow keys never reach {label!r}")

    def choose_file(self, label: str, path: Path) -> None:
        """Go to a file field and press Space; the system's own dialog takes over from there."""
        self.tab_to(label, kind="file")
        for patience_ms in (5_000, 10_000, 20_000):
            try:
                with self.walker.page.expect_file_chooser(timeout=patience_ms) as waiting:
                    self._keys.press("Space")
            except PlaywrightTimeout:
                # The browser opens the dialog itself until it has heard that we want to; on a
                # loaded machine it may hear it after the key.
                continue
            waiting.value.set_files(path)
            return
        raise AssertionError(f"Space opens no file dialog at {label!r}")

    def type(self, keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._keys.press(key)

    def _press(self, key: str) -> dict[str, Any]:
        self._keys.press(key)
        here = self._where()
        if here["fault"]:
            self.walker.faults.append(f"{self.walker.path}: {here['fault']}: {here['html']}")
        return here

    def _where(self) -> dict[str, Any]:
        found: dict[str, Any] = self.walker.page.evaluate(_WHERE)
        return found
