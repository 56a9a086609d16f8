"""Ask @digitalbazaar/vc about one credential: `python -m tests.oracles.ask CREDENTIAL TRUST`.

Exit status 0: verified and no status bit set; 1: not so. The demo's main job uses it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from guildmark.credentials.encoding import CONTEXTS
from tests.oracles.judge import Oracle


def main(credential: str, trust: str) -> int:
    """Print one line with the judgement and return the exit status."""
    snapshot = json.loads(Path(trust).read_text())
    documents = {**snapshot["didDocuments"], **snapshot["statusLists"]}
    with Oracle(CONTEXTS) as oracle:
        judgement = oracle.verify(json.loads(Path(credential).read_text()), documents=documents)
    revoked = judgement.statuses.get("revocation")
    words = "verified" if judgement.verified else f"not verified ({'; '.join(judgement.errors)})"
    verdict = "revoked" if revoked else "not revoked"
    sys.stdout.write(f"{words}, {verdict}\n")
    return 0 if judgement.good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
