"""How the shape of an object is written down: one line per property.

The tables themselves are ``shapes`` (Open Badges 3.0, VC Data Model), ``clr_shapes`` and
``open_badges_2_shapes``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Field",
    "Kind",
    "Shape",
    "choice_field",
    "iri_field",
    "localized_field",
    "moment_field",
    "shape_field",
    "text_field",
]

# The plain kinds; every other name under ``Field.kinds`` is that of a shape.
Kind = Literal[
    "text",
    "localized",
    "iri",
    "datetime",
    "date",
    "loose datetime",
    "number",
    "boolean",
    "language",
    "jws",
    "object",
]


@dataclass(frozen=True, slots=True)
class Field:
    """What one property may hold.

    Attributes:
        kinds: plain kinds or names of shapes; one of them must fit.
        required: must be there.
        many: may be an array.
        values: the closed list of texts, where the model has one.
        extensible: texts that start with ``ext:`` are allowed beside ``values``.
    """

    kinds: tuple[str, ...]
    required: bool = False
    many: bool = False
    values: frozenset[str] = frozenset()
    extensible: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What one class of objects looks like.

    Attributes:
        types: the type must name one of these; empty where the model asks for none.
        fields: by property name; properties that are not here are left to the contexts.
        closed: the model allows no other properties.
        one_of: at least one of these properties must be there.
        filled: an object without any property is refused.
    """

    types: tuple[str, ...]
    fields: dict[str, Field]
    closed: bool = False
    one_of: tuple[str, ...] = ()
    filled: bool = False


def text_field(*, required: bool = False, many: bool = False) -> Field:
    """A text."""
    return Field(("text",), required=required, many=many)


def localized_field() -> Field:
    """A text, or objects with ``@value`` and ``@language`` (VC Data Model 2.0, 11.1)."""
    return Field(("localized",))


def iri_field(*, required: bool = False, many: bool = False) -> Field:
    """An absolute IRI."""
    return Field(("iri",), required=required, many=many)


def moment_field(*, required: bool = False) -> Field:
    """A date and time with its zone."""
    return Field(("datetime",), required=required)


def shape_field(*names: str, required: bool = False, many: bool = False) -> Field:
    """An object of one of these shapes; plain kinds may stand among the names."""
    return Field(names, required=required, many=many)


def choice_field(values: str, *, required: bool = False, extensible: bool = True) -> Field:
    """A text out of a list, written with spaces between."""
    return Field(
        ("text",), required=required, values=frozenset(values.split()), extensible=extensible
    )
