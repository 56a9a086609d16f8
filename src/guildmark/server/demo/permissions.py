"""What only a demo may do. Whether this is one is written in the database and cannot be changed."""

from __future__ import annotations

from guildmark.server.base.errors import NotFound
from guildmark.server.base.queries import is_demo


def require_demo() -> None:
    """Refuse outside a demo, as if the page did not exist.

    Raises:
        NotFound: this is no demo's database.
    """
    if not is_demo():
        raise NotFound
