"""How a tag turns its arguments into markup: one small template per component."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString

__all__ = ["render_component"]


def render_component(component: str, /, **context: Any) -> SafeString:
    """Render `ui/components/<component>.html`; values are escaped unless they are marked safe."""
    return SafeString(get_template(f"ui/components/{component}.html").render(context))
