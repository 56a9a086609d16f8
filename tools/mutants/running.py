"""Run the tests of a room against each mutation of its modules.

The tests are collected and run once, watching which lines each of them executes. Then each mutation
has a process of its own, forked from this one with everything loaded: it puts the changed code in
place of the good and runs only the tests that execute the changed line, the quickest first, until
one fails.
"""

from __future__ import annotations

import ast
import gc
import importlib
import inspect
import os
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final

import pytest
from _pytest.runner import runtestprotocol

from tools.mutants.mutations import Mutation

__all__ = ["Runner"]

_KILLED: Final = 1
_SURVIVED: Final = 0
_BROKEN: Final = 3


class Runner:
    """A plugin of pytest that tests mutations in place of the good code.

    Args:
        mutations: to be tried.
        package: folder of the modules.
        seconds: the longest that one mutation's tests may take.
    """

    def __init__(self, mutations: list[Mutation], *, package: Path, seconds: int) -> None:
        self._mutations = mutations
        self._package = str(package)
        self._seconds = seconds
        # (file, line) → numbers of the tests that execute it.
        self._lines: dict[tuple[str, int], set[int]] = {}
        self._durations: dict[int, float] = {}
        # (file, function) → how often each test noticed a mutation there: these come first.
        self._noticed: dict[tuple[Path, str], Counter[int]] = defaultdict(Counter)
        self.survivors: list[Mutation] = []
        self.killed = 0
        self.untested: list[Mutation] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's own loop."""
        self._watch(session.items)
        began = time.monotonic()
        # What is loaded stays shared with the forked processes.
        gc.freeze()
        for number, mutation in enumerate(self._mutations, start=1):
            self._try(mutation, session.items)
            if number % 25 == 0:
                _say(
                    f"{number} of {len(self._mutations)} mutations, {len(self.survivors)} survived "
                    f"({time.monotonic() - began:.0f} s)"
                )
        return True

    def _watch(self, items: list[pytest.Item]) -> None:
        """Run each test once on the good code, noting the lines that it executes."""
        # It ships with `make mutants` alone.
        coverage: Any = importlib.import_module("coverage")
        watching = coverage.Coverage(
            data_file=None, config_file=False, include=[f"{self._package}/*"], messages=False
        )
        watching.start()
        for number, item in enumerate(items):
            following = items[number + 1] if number + 1 < len(items) else None
            watching.switch_context(str(number))
            began = time.perf_counter()
            reports = runtestprotocol(item, log=False, nextitem=following)
            if any(report.failed for report in reports):
                # A test that fails anyway would kill everything.
                _say(f"left out, because it fails on the good code: {item.nodeid}")
                continue
            self._durations[number] = time.perf_counter() - began
        watching.stop()
        data = watching.get_data()
        for name in data.measured_files():
            for line, contexts in data.contexts_by_lineno(name).items():
                found = {int(number) for number in contexts if number}
                self._lines[name, line] = found & self._durations.keys()
        _say(f"{len(self._durations)} tests watched")

    def _try(self, mutation: Mutation, items: list[pytest.Item]) -> None:
        numbers = self._tests_of(mutation)
        if not numbers:
            self.untested.append(mutation)
            self.survivors.append(mutation)
            return
        noticed = self._noticed[mutation.path, mutation.function]
        chosen = sorted(numbers, key=lambda each: (-noticed[each], self._durations[each]))
        sys.stdout.flush()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            os._exit(self._run(mutation, chosen, items, writer))
        os.close(writer)
        with os.fdopen(reader, "rb") as told:
            by = told.read()
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == _SURVIVED:
            self.survivors.append(mutation)
            _say(f"  survived: {mutation.path.stem}:{mutation.line} {mutation.name}")
            return
        # Broken at once, out of time and failing are all noticed.
        self.killed += 1
        if by:
            noticed[int(by)] += 1

    def _tests_of(self, mutation: Mutation) -> set[int]:
        found = self._lines.get((str(mutation.path), mutation.line), set())
        if mutation.function and found:
            return found
        # What stands outside functions was executed when it was imported, by no test.
        whole = (
            numbers for (name, _), numbers in self._lines.items() if name == str(mutation.path)
        )
        return set().union(*whole) if not mutation.function or _is_class_level(mutation) else found

    def _run(
        self, mutation: Mutation, numbers: list[int], items: list[pytest.Item], writer: int
    ) -> int:
        """Run the tests on the changed code, in the forked process; tell which one failed."""
        gc.disable()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(self._seconds)
        try:
            _put_in_place(mutation)
        except Exception:
            return _BROKEN
        for number in numbers:
            reports = runtestprotocol(items[number], log=False, nextitem=None)
            if any(report.failed for report in reports):
                os.write(writer, str(number).encode())
                return _KILLED
        return _SURVIVED


def _is_class_level(mutation: Mutation) -> bool:
    """Tell whether a mutation stands in a class but in none of its functions."""
    for node in ast.walk(mutation.tree):
        if isinstance(node, ast.FunctionDef):
            end = node.end_lineno or node.lineno
            # Defaults of arguments are evaluated when the function is defined.
            first = node.body[0].lineno
            if first <= mutation.line <= end:
                return False
    return True


def _put_in_place(mutation: Mutation) -> None:
    """Let the loaded module do what the changed source says; others hold on to its functions."""
    module = next(
        loaded
        for loaded in list(sys.modules.values())
        if getattr(loaded, "__file__", None) == str(mutation.path)
    )
    fresh = ModuleType(module.__name__)
    fresh.__file__ = module.__file__
    fresh.__package__ = module.__package__
    # Dataclasses look their module up by name.
    sys.modules[module.__name__] = fresh
    try:
        exec(compile(mutation.tree, str(mutation.path), "exec"), fresh.__dict__)  # noqa: S102
    finally:
        sys.modules[module.__name__] = module
    for name, new in vars(fresh).items():
        old = module.__dict__.get(name)
        if isinstance(new, FunctionType) and isinstance(old, FunctionType):
            _change_function(old, new)
        elif inspect.isclass(new) and new.__module__ == module.__name__ and inspect.isclass(old):
            _change_class(old, new)
        elif not name.startswith("__") and _is_own(new):
            _change_constant(module, name, old, new)


def _is_own(value: Any) -> bool:
    return not inspect.ismodule(value) and not inspect.isclass(value) and not callable(value)


def _change_function(old: FunctionType, new: FunctionType) -> None:
    old.__code__ = new.__code__
    old.__defaults__ = new.__defaults__
    old.__kwdefaults__ = new.__kwdefaults__


def _change_class(old: type, new: type) -> None:
    for name, item in vars(new).items():
        before = vars(old).get(name)
        for was, now in _functions(before, item):
            _change_function(was, now)
        if not callable(item) and not name.startswith("__") and isinstance(item, (str, int, tuple)):
            setattr(old, name, item)


def _functions(before: Any, item: Any) -> Iterable[tuple[FunctionType, FunctionType]]:
    for name in ("fget", "__func__"):
        if isinstance(getattr(item, name, None), FunctionType):
            before, item = getattr(before, name, None), getattr(item, name)
    if isinstance(before, FunctionType) and isinstance(item, FunctionType):
        yield before, item


def _change_constant(module: ModuleType, name: str, old: Any, new: Any) -> None:
    if old == new:
        return
    for loaded in list(sys.modules.values()):
        # Whoever imported it by name holds the same object.
        if getattr(loaded, "__name__", "").startswith("guildmark.") and (
            loaded.__dict__.get(name) is old
        ):
            setattr(loaded, name, new)
    setattr(module, name, new)


def _say(text: str) -> None:
    os.write(2, f"{text}\n".encode())
