"""Facts: what happened, in the past tense; how apps below tell apps above.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class AwardIssued(Fact):
        subject_type: ClassVar[str] = "award"
        subject_id: UUID
        learner_id: UUID

An operation passes the fact to ``audit.operations.record`` inside its
transaction. After commit every listener gets it, in a job of its own:

    @listens_to(AwardIssued)
    def tell_the_learner(fact: AwardIssued) -> None: ...

Rules: facts carry ids and codes, no personal data (they are kept for ever); a
listener may run twice and must not mind.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.utils.translation import gettext

_FACTS: dict[str, type[Fact]] = {}
_LISTENERS: dict[str, Listener] = {}


class Fact:
    """The root of all facts; see the module for how to write one.

    Each has ``subject_type`` (a class attribute, such as "award") and
    ``subject_id`` (a field or property): what it is about.
    """

    __slots__ = ()

    subject_type: ClassVar[str]

    if TYPE_CHECKING:

        @property
        def subject_id(self) -> UUID:
            """The row that the fact is about."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if cls.__name__.startswith("_"):
            return  # a base of several facts
        known = _FACTS.get(cls.fact_name())
        # dataclass(slots=True) makes the class a second time: the same place is no clash.
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"Two facts are named {cls.fact_name()!r}.")
        _FACTS[cls.fact_name()] = cls

    @classmethod
    def fact_name(cls) -> str:
        """Return the stable name, ``app.FactName``, as the audit record keeps it."""
        parts = cls.__module__.split(".")
        app = parts[-2] if len(parts) > 1 else parts[0]
        return f"{app}.{cls.__name__}"

    @property
    def name(self) -> str:
        """The stable name, such as ``issuance.AwardIssued``."""
        return self.fact_name()

    @classmethod
    def sentence(cls) -> str:
        """Return what happened in a few words: how the docstring begins, up to "." or ";"."""
        return first_clause(cls.__doc__ or cls.__name__)

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return {
            field.name: _to_json(getattr(self, field.name))
            for field in fields(self)  # type: ignore[arg-type]
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Make the fact again; fields this version does not know are left out.

        A fact is stored before an upgrade and delivered after it: a field that
        was added since must have a default.
        """
        kinds = typing.get_type_hints(cls)
        known = {field.name for field in fields(cls)}  # type: ignore[arg-type]
        return cls(
            **{
                name: _from_json(kinds[name], value)
                for name, value in data.items()
                if name in known
            }
        )


def fact_class(name: str) -> type[Fact]:
    """Return the class of a fact by its stable name.

    Raises:
        LookupError: no app that is installed has this fact.
    """
    try:
        return _FACTS[name]
    except KeyError as error:
        raise LookupError(f"There is no fact {name!r} in the apps that are installed.") from error


AnyFact = TypeVar("AnyFact", bound=Fact)


@dataclass(frozen=True, slots=True)
class Listener:
    """A function that gets each fact of one kind; its name is stable across restarts."""

    name: str
    fact: type[Fact]
    function: Callable[[Any], None]


def listens_to(
    fact: type[AnyFact],
) -> Callable[[Callable[[AnyFact], None]], Callable[[AnyFact], None]]:
    """Register a module-level function of an app's ``tasks.py`` as a listener."""

    def register(function: Callable[[AnyFact], None]) -> Callable[[AnyFact], None]:
        if "<locals>" in function.__qualname__:
            raise TypeError(
                f"{function.__qualname__} must be a function of a module, to be found by name."
            )
        name = f"{function.__module__}.{function.__qualname__}"
        _LISTENERS[name] = Listener(name, fact, function)
        return function

    return register


def listeners_of(fact: type[Fact]) -> tuple[Listener, ...]:
    """Return who listens to a fact, in the order of their names."""
    name = fact.fact_name()
    found = (item for item in _LISTENERS.values() if item.fact.fact_name() == name)
    return tuple(sorted(found, key=lambda item: item.name))


def listener(name: str) -> Listener:
    """Return a listener by its name.

    Raises:
        LookupError: it was renamed or its app is not installed.
    """
    try:
        return _LISTENERS[name]
    except KeyError as error:
        raise LookupError(
            f"There is no listener {name!r} in the apps that are installed."
        ) from error


def _to_json(value: Any) -> Any:
    if isinstance(value, Enum):
        return _to_json(value.value)
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_to_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _to_json(item) for key, item in value.items()}
    if value is None or isinstance(value, str | int | bool):
        return value
    # A float has no single written form, and the hash chain needs one.
    raise TypeError(f"A fact cannot hold {type(value).__name__}: use text, whole numbers or ids.")


def _from_json(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        if value is None:
            return None
        return _from_json(next(item for item in arguments if item is not type(None)), value)
    if origin in {tuple, list, set, frozenset}:
        return origin(_from_json(arguments[0], item) for item in value)
    if origin is dict:
        return {key: _from_json(arguments[1], item) for key, item in value.items()}
    if kind in {datetime, date}:
        return kind.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, UUID | Decimal | Enum):
        return kind(value)
    return value


def first_clause(text: str) -> str:
    """Return how a text begins, up to the first full stop or semicolon, as a sentence."""
    return re.split(r"[.;:]", " ".join(text.split()), maxsplit=1)[0] + "."


def describe_fact(name: str) -> str:
    """Return what a recorded fact says, in the reader's language; its name when nobody knows it."""
    fact = _FACTS.get(name)
    return gettext(fact.sentence()) if fact else name
