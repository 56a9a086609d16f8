"""One shape for every benchmark: a table for people, a JSON file for machines.

CPU time where one core is meant, the median of at least five rounds.
"""

from __future__ import annotations

import json
import operator
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent / "out"
_COMPARE: dict[str, Callable[[float, float], bool]] = {">=": operator.ge, "<=": operator.le}


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured.

    Attributes:
        id: stable, as the issue names it; figures without a bound have one, too.
        value: in ``unit``.
        reference: what it is compared with; empty for nothing.
        must: ``>= 100`` is a bound on the ratio where there is a reference, else on the value;
            empty for none.
    """

    id: str
    name: str
    value: float
    unit: str
    reference: str = ""
    reference_value: float | None = None
    must: str = ""

    @property
    def ratio(self) -> float | None:
        """Value to reference value, None without reference."""
        return None if self.reference_value is None else self.value / self.reference_value

    @property
    def holds(self) -> bool | None:
        """Whether the bound is met; None without one."""
        if not self.must:
            return None
        sign, bound = self.must.split()
        judged = self.value if self.ratio is None else self.ratio
        return _COMPARE[sign](judged, float(bound))


def median_cpu(operation: Callable[[int], object], *, rounds: int, operations: int) -> float:
    """Return CPU seconds for one operation: the median of the rounds after one to warm up.

    Args:
        operation: gets the number of the operation, counted through all rounds.
    """
    seconds: list[float] = []
    number = 0
    for _ in range(rounds + 1):
        start = time.process_time()
        for _ in range(operations):
            operation(number)
            number += 1
        seconds.append((time.process_time() - start) / operations)
    return statistics.median(seconds[1:])


def publish(name: str, figures: Sequence[Figure]) -> bool:
    """Print the table, write ``bench/out/NAME.json``; tell whether all bounds hold."""
    for figure in figures:
        print(_line(figure))
    OUT.mkdir(exist_ok=True)
    result = {
        "machine": _machine(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "figures": [_as_json(figure) for figure in figures],
    }
    path = OUT / f"{name}.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{result['machine']}, {result['date']}; written to bench/out/{name}.json")
    return all(figure.holds is not False for figure in figures)


def _as_json(figure: Figure) -> dict[str, Any]:
    ratio = figure.ratio
    computed = {"ratio": ratio and round(ratio, 3), "holds": figure.holds}
    return {**asdict(figure), "value": round(figure.value, 3), **computed}


def _line(figure: Figure) -> str:
    ratio = "" if figure.ratio is None else f"{figure.ratio:8.2f} ×"
    verdict = {True: "holds", False: "MISSED", None: ""}[figure.holds]
    reference = f"{figure.reference} ({figure.reference_value:,.1f})" if figure.reference else ""
    return (
        f"{figure.id:18} {figure.value:10,.1f} {figure.unit:4} {ratio:11} {figure.must:8} "
        f"{verdict:6}  {figure.name}{'; against ' if reference else ''}{reference}"
    )


def _machine() -> str:
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
        model = f"{model}, {len(names)} cores" if names else model
    return f"{model}, {platform.system()}, Python {platform.python_version()}"
