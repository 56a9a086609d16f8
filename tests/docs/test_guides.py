"""The examples in docs/guides run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUN_BY = {"sh": ["/bin/sh", "-eu", "-c"], "python": [sys.executable, "-c"]}


@pytest.mark.parametrize("guide", sorted(GUIDES.glob("*.md")), ids=lambda path: path.stem)
def test_the_examples_of_a_guide_run_in_order(guide: Path, tmp_path: Path) -> None:
    """Each block continues where the last one ended; any command that fails stops the guide."""
    blocks = BLOCK.findall(guide.read_text(encoding="utf-8"))
    languages = {language for language, _ in blocks}
    assert len(languages) == 1, f"{guide.name} has examples in {languages or 'no language'}"
    script = "\n".join(block for _, block in blocks)
    done = subprocess.run(
        [*RUN_BY[languages.pop()], script],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
