"""How the model's classes become JSON and come from it.

Each class lists its properties as fields; ``snake_case`` is written as ``camelCase``. Properties
that a class does not know stay in ``other`` and are written back: signed data loses nothing. An
absent property is None or an empty tuple, and is left out.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from guildmark.credentials.encoding import JsonObject, copy_json
from guildmark.credentials.errors import UnreadableInput

__all__ = ["Node", "part", "parts", "required_part", "texts"]


def required_part(kind: type[Node]) -> Any:
    """A field that holds one object of a class, always."""
    return dataclasses.field(metadata={"kind": kind})


def part(kind: type[Node]) -> Any:
    """A field that holds one object of a class, or None."""
    return dataclasses.field(default=None, metadata={"kind": kind})


def parts(kind: type[Node]) -> Any:
    """A field that holds a tuple of objects of a class; a single object is read as one."""
    return dataclasses.field(default=(), metadata={"kind": kind, "many": True})


def texts() -> Any:
    """A field that holds a tuple of texts; a single text is read as one."""
    return dataclasses.field(default=(), metadata={"many": True})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Root of the model's classes.

    Attributes:
        other: properties that the class does not know, as they stood.
    """

    # The type that is written; None for classes that the model leaves without one.
    TYPE: ClassVar[str | None] = None
    # Most types may be several; a few are one text by the standard's schema.
    HAS_PLAIN_TYPE: ClassVar[bool] = False

    other: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """Return a new JSON object, the type first."""
        written: JsonObject = {}
        if self.TYPE is not None and "type" not in self.other:
            written["type"] = self.TYPE if self.HAS_PLAIN_TYPE else [self.TYPE]
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if field.name != "other" and value is not None and value != ():
                written[_json_name(field.name)] = _to_json(value)
        return {**written, **copy_json(self.other)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a JSON object; what the class does not know goes to ``other``.

        Raises:
            UnreadableInput: a required property is missing, or one that must be an object is not.
        """
        if not isinstance(value, Mapping):
            raise UnreadableInput(f"A {cls.__name__} must be an object.", code="model_shape")
        left = dict(copy_json(value))
        found: dict[str, Any] = {}
        missing: list[str] = []
        for field in dataclasses.fields(cls):
            name = _json_name(field.name)
            if field.name == "other":
                continue
            if left.get(name) is not None:
                found[field.name] = _from_json(left.pop(name), field)
            elif _is_required(field):
                missing.append(name)
            else:
                # Absent is absent: a default for building is none for reading.
                found[field.name] = () if field.metadata.get("many") else None
        if missing:
            raise UnreadableInput(
                f"A {cls.__name__} has no {' and no '.join(missing)}.", code="model_shape"
            )
        if cls.TYPE is not None and left.get("type") in (cls.TYPE, [cls.TYPE]):
            del left["type"]
        return cls(other=left, **found)


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _to_json(value: Any) -> Any:
    if isinstance(value, Node):
        return value.to_json()
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return copy_json(value)


def _from_json(value: Any, field: dataclasses.Field[Any]) -> Any:
    kind: type[Node] | None = field.metadata.get("kind")
    if field.metadata.get("many"):
        items = value if isinstance(value, list) else [value]
        return tuple(kind.from_json(item) if kind else item for item in items)
    # An issuer may be a bare id instead of a Profile.
    return kind.from_json(value) if kind and not isinstance(value, str) else value


def _json_name(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
