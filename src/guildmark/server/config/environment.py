"""Reads the settings that an operator gives by environment variables, and names each wrong one.

Nothing here starts a server or opens a file but the secret files that are named.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guildmark.server.base.database import default_data_folder

ENVIRONMENT_FILE = "guildmark.env"


class WrongSetting(ValueError):
    """An environment variable whose value cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Typed access to environment variables."""

    variables: Mapping[str, str]

    @classmethod
    def current(cls) -> Environment:
        """Read this process's variables, above those of the installation's own file.

        `guildmark init` and the demo write `guildmark.env` into GUILDMARK_HOME; a variable that is
        set in the process wins over the file.
        """
        own = cls(dict(os.environ))
        return cls({**load_variables(own.home() / ENVIRONMENT_FILE), **own.variables})

    def home(self) -> Path:
        """Return where this installation's files are: GUILDMARK_HOME, else the data folder."""
        named = self.text("GUILDMARK_HOME")
        return Path(named).absolute() if named else default_data_folder(self.variables)

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
            raise WrongSetting(
                f"{name}_FILE names {path}, which cannot be read: {error}."
            ) from error


def load_variables(path: Path) -> dict[str, str]:
    """Read NAME=value lines; empty lines and lines that begin with # are left out.

    Raises:
        WrongSetting: the file exists but cannot be read, or a line has no name.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{path} cannot be read: {error}.") from error
    variables = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign or not name.strip():
            raise WrongSetting(f"{path}, line {number}: write NAME=value.")
        variables[name.strip()] = value.strip()
    return variables


def save_variables(path: Path, variables: Mapping[str, str], *, heading: str) -> None:
    """Write NAME=value lines that only the owner may read; an existing file is never replaced.

    Raises:
        FileExistsError: there is one already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"# {heading}\n")
        file.writelines(f"{name}={value}\n" for name, value in variables.items())
