"""Things to press: links and buttons that look alike, and forms that are one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from .component import render_component

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def button_link(
    label: Any, url: str, kind: str = "", icon: str = "", download: bool = False, **attrs: str
) -> SafeString:
    """A link that looks like a button. kind: "", secondary, danger, quiet, wide (combine)."""
    return render_component(
        "button_link",
        label=label,
        url=url,
        kind=kind,
        icon=icon,
        download=download,
        attrs=_attrs(attrs),
    )


@register.simple_tag
def button(
    label: Any,
    kind: str = "",
    name: str = "",
    value: str = "",
    icon: str = "",
    type: str = "submit",
    disabled: bool = False,
    **attrs: str,
) -> SafeString:
    """A button of the form around it."""
    return render_component(
        "button",
        label=label,
        kind=kind,
        name=name,
        value=value,
        icon=icon,
        type=type,
        disabled=disabled,
        attrs=_attrs(attrs),
    )


@register.simple_tag(takes_context=True)
def post_button(
    context: template.Context,
    label: Any,
    url: str,
    kind: str = "",
    icon: str = "",
    describe: str = "",
    **fields: Any,
) -> SafeString:
    """A form of one button that posts `fields` to `url`, with the CSRF token.

    describe: words only a screen reader hears after the label ("Revoke: Anna Berg").
    """
    return render_component(
        "post_button",
        label=label,
        url=url,
        kind=kind,
        icon=icon,
        describe=describe,
        fields=fields,
        csrf_token=context.get("csrf_token"),
    )


@register.simple_tag
def copy_field(value: str, label: str, id: str = "copy") -> SafeString:
    """A link or code to copy: readable and selectable, with a copy button where script runs."""
    return render_component("copy_field", value=value, label=label, id=id)


def _attrs(attrs: dict[str, str]) -> dict[str, str]:
    """Turn `aria_label` into `aria-label`."""
    return {name.replace("_", "-"): value for name, value in attrs.items()}
