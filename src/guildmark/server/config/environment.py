"""Reads the settings that an operator gives by environment variables, and names each wrong one.

Nothing here starts a server or opens a file but the secret files that are named.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class WrongSetting(ValueError):
    """An environment variable whose value cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Typed access to environment variables."""

    variables: Mapping[str, str]

    @classmethod
    def current(cls) -> Environment:
        """Read this process's variables."""
        return cls(dict(os.environ))

    def text(self, name: str, default: str = "") -> str:
        """Return a variable's value without surrounding space, or `default` when it is empty."""
        return self.variables.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes/no variable.

        Raises:
            WrongSetting: the value is neither 1, true, yes, on nor 0, false, no, off.
        """
        value = self.text(name).lower()
        if not value:
            return default
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise WrongSetting(f"{name} is {value!r}: write 1 or 0.")

    def items(self, name: str) -> tuple[str, ...]:
        """Return a comma-separated variable as its parts."""
        return tuple(part.strip() for part in self.text(name).split(",") if part.strip())

    def number(self, name: str, default: int) -> int:
        """Return a whole number.

        Raises:
            WrongSetting: the value is not a whole number.
        """
        value = self.text(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError as error:
            raise WrongSetting(f"{name} is {value!r}: write a whole number.") from error

    def secret(self, name: str) -> str:
        """Return a secret from `NAME` or from the file that `NAME_FILE` names.

        Raises:
            WrongSetting: the file cannot be read.
        """
        path = self.text(f"{name}_FILE")
        if not path:
            return self.text(name)
        try:
            return Path(path).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise WrongSetting(f"{name}_FILE names {path}, which cannot be read: {error}.") from error


def database_settings(url: str) -> dict[str, object]:
    """Turn a PostgreSQL address into Django's DATABASES entry.

    Args:
        url: `postgresql://user:password@host:port/name`; `?host=/folder` names a socket folder.

    Raises:
        WrongSetting: the address is not a PostgreSQL address with a database name.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise WrongSetting("DATABASE_URL must read postgresql://user:password@host:port/name.")
    query = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
    host = unquote(query.pop("host", "")) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {unquote(key): unquote(value) for key, value in query.items()},
    }
