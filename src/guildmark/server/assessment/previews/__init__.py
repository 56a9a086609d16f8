"""Small pictures of evidence: what a page shows instead of the file itself.

Pictures and PDF documents are drawn once, by another process with limits (`child.py`), into WebP
without metadata. A page then shows pixels that we made, and no reader of anything else runs.
"""

from __future__ import annotations

from guildmark.server.assessment.previews.child import MOST_PAGES
from guildmark.server.assessment.previews.drawing import Drawing, DrawnPage, can_draw, draw

__all__ = ["MOST_PAGES", "Drawing", "DrawnPage", "can_draw", "draw"]
