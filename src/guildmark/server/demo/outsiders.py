"""Ask an implementation that nobody here wrote, where its npm packages are installed.

`make demo` and `make test` install them under tests/oracles; without them the demo says so.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from guildmark.server.demo.steps import expect

_INSTALLED = Path("tests/oracles/node_modules/.guildmark-installed")
# Exit statuses of tests/oracles/ask.py.
_VERIFIED, _REFUSED = 0, 1


def judge(credential: Path, trust: Path, *, wanted: bool) -> str:
    """Return what npm's `@digitalbazaar/vc` says of a credential, as a sentence.

    Args:
        wanted: whether it must be verified, with no status bit set.

    Raises:
        StepFailed: it says something else.
    """
    if not _INSTALLED.exists():
        return "independent verifier: not installed here (make demo installs it where npm answers)"
    done = subprocess.run(
        [sys.executable, "-m", "tests.oracles.ask", str(credential), str(trust)],
        capture_output=True,
        text=True,
        check=False,
    )
    expect(
        done.returncode == (_VERIFIED if wanted else _REFUSED),
        f"@digitalbazaar/vc does not agree: {done.stdout}{done.stderr}",
    )
    return f"independent verifier, npm @digitalbazaar/vc → {done.stdout.strip()}"
