"""The skills engine: frameworks now; evidence, gaps, plans and demand above them later.

Pure: values in, values out. It knows no web framework, no database and no network.
The rooms, lowest first: `errors`, `frameworks`.
"""

from __future__ import annotations
