"""The `guildmark` command.

One module a command. `verify`, `inspect`, `key`, `sign`, `derive`, `bake` and `unbake` need
neither Django nor a database, and load nothing that they do not use: a module is imported when its
command is called. The server's commands are thin and live in `server.py`.

Exit status: 0 done (for `verify`: valid), 1 not valid, 2 cannot tell or a mistake in the call,
3 the input cannot be read, 130 interrupted.
"""

from __future__ import annotations

from guildmark.cli.program import main

__all__ = ["main"]
