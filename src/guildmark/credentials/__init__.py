"""The trust core: Open Badges 3.0 and VC Data Model 2.0; bytes in, verdicts out.

Pure functions over values. No framework, clock, network, database or disk (but the contexts
shipped beside the code); the time, the randomness, the signer and the sources of outside
documents come in as arguments.

Rooms, from the bottom up: ``errors``, ``encoding``, ``keys`` and ``model``; ``proofs``,
``status`` and ``baking``; ``issue`` and ``verify``.
"""

from __future__ import annotations
