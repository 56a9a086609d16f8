"""Read a page as a machine does: its elements, without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.template import Context, Template

__all__ = ["Element", "read_elements", "render"]


@dataclass(frozen=True, slots=True)
class Element:
    """One element: tag, attributes, and the text directly or deeper inside it."""

    tag: str
    attributes: dict[str, str | None]
    text: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return " ".join("".join(self.text).split())


_VOID = {"meta", "link", "input", "br", "hr", "img"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1].tag == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text.append(data)


def read_elements(html: str) -> list[Element]:
    """List the elements of a page; fails where one is not closed in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"not closed: {[element.tag for element in reader.open]}"
    return reader.elements


def render(source: str, **context: object) -> str:
    """Render a template that loads the components."""
    return Template("{% load i18n ui %}" + source).render(Context(context))
