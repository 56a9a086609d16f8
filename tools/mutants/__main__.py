"""Try each mutation of the verifier: ``make mutants``.

    python -m tools.mutants src/guildmark/credentials/verify tests/credentials/verify

Survivors that change nothing, or nothing that a verdict rests on, are justified in
``justified.md`` beside the tests; any other survivor makes the exit status 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import pytest

from tools.mutants.mutations import Mutation, mutations_of
from tools.mutants.running import Runner

_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Print each survivor and a count by module; return 1 when one is not justified."""
    options = argparse.ArgumentParser(prog="python -m tools.mutants")
    options.add_argument("package", type=Path)
    options.add_argument("tests", nargs="+", type=Path)
    options.add_argument("--only", default="", help="names of modules, separated by commas")
    options.add_argument("--seconds", type=int, default=60, help="for the tests of one mutation")
    asked = options.parse_args()
    package = asked.package.resolve()
    only = asked.only.split(",") if asked.only else []
    paths = sorted(package.rglob("*.py"), key=lambda path: (_place(path, only), path))
    mutations = [
        mutation
        for path in paths
        if not only or path.stem in only
        for mutation in mutations_of(path)
    ]
    # What stands outside functions is tried with all tests, which takes longest.
    mutations.sort(key=lambda mutation: not mutation.function)
    runner = Runner(mutations, package=package, seconds=asked.seconds)
    arguments = [*map(str, asked.tests), "-p", "no:randomly", "-p", "no:cacheprovider"]
    pytest.main([*arguments, "-p", "no:xdist", "-p", "no:terminal"], plugins=[runner])
    return _report(runner, mutations, justified=_justified(asked.tests))


def _place(path: Path, only: list[str]) -> int:
    return only.index(path.stem) if path.stem in only else len(only)


def _justified(tests: list[Path]) -> set[str]:
    """Return the names in the lists beside the tests: lines such as ``- `name` – reason``."""
    lines = [
        line
        for folder in tests
        for line in (
            (folder / "justified.md").read_text(encoding="utf-8").splitlines()
            if (folder / "justified.md").exists()
            else []
        )
    ]
    return {line.partition("- ``")[2].partition("``")[0] for line in lines if "- ``" in line}


def _report(runner: Runner, mutations: list[Mutation], *, justified: set[str]) -> int:
    left = [each for each in runner.survivors if each.name not in justified]
    untested = {id(each) for each in runner.untested}
    for each in left:
        note = " (no test executes it)" if id(each) in untested else ""
        place = each.path.relative_to(_ROOT)
        sys.stdout.write(f"{place}:{each.line}: {each.name}{note}\n")
    counts = Counter(each.path.stem for each in mutations)
    survived = Counter(each.path.stem for each in left)
    for name, count in sorted(counts.items()):
        sys.stdout.write(f"  {name:24} {count:5} mutations, {survived[name]:4} left\n")
    sys.stdout.write(
        f"{len(mutations)} mutations: {runner.killed} killed, "
        f"{len(runner.survivors) - len(left)} justified, {len(left)} left.\n"
    )
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
