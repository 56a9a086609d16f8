"""A process that issues 2,000 credentials in bulk and prints its peak of memory in megabytes."""

from __future__ import annotations

import resource
import sys

from bench.documents import CREATED, CREDENTIAL, VARIABLES, learner, signer
from guildmark.credentials.issue.bulk import BulkIssuer


def main() -> None:
    """Issue and print."""
    issuer = BulkIssuer(CREDENTIAL, variables=VARIABLES, signer=signer(), created=CREATED)
    for number in range(2_000):
        issuer.issue(learner(number))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes; macOS counts bytes.
    sys.stdout.write(f"{peak / (1024 * 1024 if sys.platform == 'darwin' else 1024)}\n")


if __name__ == "__main__":
    main()
