"""Bring what the tests need beside Python packages: npm packages of the oracles, and a browser.

Node comes from PyPI. The browser is Debian's Chromium: installed here when we are root on a
system with apt-get, else any that is found, else the journeys are skipped and say why. With
``CI=true`` a missing part is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def main() -> int:
    """Prepare; return 1 when CI lacks a part."""
    missing = [why for why in (_prepare_node(), _prepare_browser()) if why]
    for why in missing:
        print(f"· {why}", flush=True)
    if missing and os.environ.get("CI") == "true":
        print("In CI nothing may be skipped for that.", file=sys.stderr)
        return 1
    return 0


def _prepare_node() -> str:
    """Install the npm packages; return why that did not work."""
    sys.path.insert(0, str(_ROOT))
    from tests.oracles import install

    if not install.is_installed():
        print("· installing the independent verifiers (npm, once)", flush=True)
    try:
        install.ensure_installed()
    except (install.UnableToInstall, OSError) as error:
        return f"The independent verifiers could not be installed: {error}"
    return ""


def find_browser() -> str | None:
    """Return the path of a Chromium; ``GUILDMARK_TEST_BROWSER`` wins."""
    named = os.environ.get("GUILDMARK_TEST_BROWSER", "")
    found = [shutil.which(name) for name in (named, *_BROWSERS) if name]
    found += [path for path in _MAC_BROWSERS if Path(path).exists()]
    return next((path for path in found if path), None)


def _prepare_browser() -> str:
    """See that there is a browser; return why there is none."""
    if find_browser():
        return ""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return "No Chromium was found: the journeys are skipped (sudo apt install chromium)."
    print("· installing Debian's Chromium (once)", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "-qq", "update"],
        [apt, "-qq", "-y", "--no-install-recommends", "install", "chromium"],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return f"Chromium could not be installed: {done.stderr.strip()[-300:]}"
    return "" if find_browser() else "Chromium was installed but is not found on the path."


if __name__ == "__main__":
    sys.exit(main())
