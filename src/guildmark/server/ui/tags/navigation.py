"""Ways around: breadcrumbs, tabs, pages of a list, parts of a long form, filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from .component import render_component

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def breadcrumbs(*parts: str) -> SafeString:
    """Where this page is: pairs of label and address; the page itself is not in it."""
    return render_component("breadcrumbs", items=list(zip(parts[::2], parts[1::2], strict=True)))


@register.simple_tag
def tabs(items: Iterable[Any], label: str) -> SafeString:
    """Pages side by side; each item has label, url, current and may have count."""
    return render_component("tabs", items=items, label=label)


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: Page[Any], name: str = "page") -> SafeString:
    """Pages of a list; keeps the filters that are in the address."""
    links = [_page_link(context, number, name=name, page=page) for number in _page_numbers(page)]
    return render_component(
        "pagination",
        page=page,
        links=links,
        previous=_page_url(context, page.previous_page_number(), name)
        if page.has_previous()
        else "",
        next=_page_url(context, page.next_page_number(), name) if page.has_next() else "",
    )


@register.simple_tag
def stepper(parts: Iterable[Any], label: str) -> SafeString:
    """Parts of a long form; each has label, state (done, current, problem, "") and maybe url."""
    parts = list(parts)
    current = next((i for i, part in enumerate(parts, 1) if _get(part, "state") == "current"), 1)
    return render_component("stepper", parts=parts, label=label, current=current, total=len(parts))


@register.simple_block_tag
def filters(
    content: str, label: str, count: int = 0, opened: bool = True, clear: str = ""
) -> SafeString:
    """Filters of a list as a GET form. count: filters in use; clear: address without any."""
    return render_component(
        "filters", content=content, label=label, count=count, opened=opened, clear=clear
    )


def _get(part: Any, name: str) -> Any:
    """Read a name from a mapping or an object."""
    return part.get(name) if isinstance(part, dict) else getattr(part, name, None)


def _page_numbers(page: Page[Any]) -> Iterable[int | str]:
    """List the page numbers to show, with an ellipsis for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


def _page_link(
    context: template.Context, number: int | str, *, name: str, page: Page[Any]
) -> dict[str, Any]:
    """Describe one page link; the ellipsis has no address."""
    if not isinstance(number, int):
        return {"number": number, "url": "", "current": False}
    return {
        "number": number,
        "url": _page_url(context, number, name),
        "current": number == page.number,
    }


def _page_url(context: template.Context, number: int, name: str) -> str:
    """Return the same address with another page number."""
    request = context.get("request")
    if request is None:
        return f"?{name}={number}"
    query = request.GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"
