"""Small ways in which a module could be wrong, one at a time.

What a person reads (sentences) is left alone: tests look at codes and outcomes. Each mutation has
a name made of its place and of what became what, which stays the same when lines move.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["Mutation", "mutations_of"]

_COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_CALLS: Final = {"any": "all", "all": "any", "min": "max", "max": "min"}
_OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
# The answers of a check: each in place of each other.
_OUTCOMES: Final = ("pass", "fail", "could not run", "not applicable")
_VERDICTS: Final = ("valid", "not valid", "cannot tell", "unreadable")


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change.

    Attributes:
        path: of the module.
        line: where, from 1.
        function: the qualified name around it; empty at module level.
        before: source of what is changed.
        after: source of what it becomes.
        tree: the whole module with this change alone.
    """

    path: Path
    line: int
    function: str
    before: str
    after: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """What the list of justified survivors calls it."""
        where = f"{self.path.stem}.{self.function}" if self.function else self.path.stem
        return f"{where}: {self.before} → {self.after}"


def mutations_of(path: Path) -> Iterator[Mutation]:
    """Yield each mutation of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for place, node, function in _walk(tree):
        for replacement in _replacements(node):
            changed = copy.deepcopy(tree)
            _put(changed, place, replacement)
            yield Mutation(
                path,
                _line_of(node),
                function,
                _source(node),
                _source(replacement),
                ast.fix_missing_locations(changed),
            )


_Place = tuple[tuple[str, int | None], ...]


def _walk(
    node: ast.AST, place: _Place = (), function: str = ""
) -> Iterator[tuple[_Place, ast.AST, str]]:
    """Yield each node that may change, with the way to it; annotations and docstrings do not."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if not isinstance(child, ast.AST) or _is_said(child):
                continue
            step = (field, index if isinstance(value, list) else None)
            inside = function
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                inside = f"{function}.{child.name}".lstrip(".")
            yield (*place, step), child, inside
            yield from _walk(child, (*place, step), inside)


def _is_said(node: ast.AST) -> bool:
    """Tell whether a node says something to people or to the type checker only."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr)):
        return True
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    names = {target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)}
    return "__all__" in names


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in _COMPARISONS.get(type(operator), ()):
                changed = copy.deepcopy(node)
                changed.ops[index] = other()
                yield changed
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for index in range(len(node.values)):
            kept = node.values[:index] + node.values[index + 1 :]
            yield kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        yield ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant):
        yield from map(ast.Constant, _constants(node.value))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        changed_call = copy.deepcopy(node)
        changed_call.func = ast.Name(_CALLS[node.func.id], ast.Load())
        yield changed_call
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        for truth in (True, False):
            # A loop that never ends tells nothing that its time limit would not.
            if not (truth and isinstance(node, ast.While)):
                changed_if = copy.deepcopy(node)
                changed_if.test = ast.Constant(truth)
                yield changed_if
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield ast.comprehension(node.target, node.iter, [], node.is_async)
    elif _can_be_left_out(node):
        yield ast.Pass()
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield ast.Return(ast.Constant(None))


def _line_of(node: ast.AST) -> int:
    # Parts of comprehensions have no place of their own.
    placed = node.target if isinstance(node, ast.comprehension) else node
    return int(getattr(placed, "lineno", 1))


def _can_be_left_out(node: ast.AST) -> bool:
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Yield))
    return is_call or isinstance(node, (ast.Raise, ast.Continue, ast.Break))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _constants(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if isinstance(value, str):
        for family in (_OUTCOMES, _VERDICTS):
            if value in family:
                return [other for other in family if other != value]
        # Sentences and clauses are for people.
        return [] if " " in value or len(value) > 60 or not value else [f"{value}~"]
    return []


def _put(tree: ast.AST, place: _Place, replacement: ast.AST) -> None:
    at: Any = tree
    for field, index in place[:-1]:
        at = getattr(at, field) if index is None else getattr(at, field)[index]
    field, index = place[-1]
    if index is None:
        setattr(at, field, copy.deepcopy(replacement))
    else:
        getattr(at, field)[index] = copy.deepcopy(replacement)


def _source(node: ast.AST) -> str:
    """Return the first line of a node's source, short enough for a list."""
    if isinstance(node, ast.comprehension):
        text = f"for {ast.unparse(node.target)} in …" + "".join(
            f" if {ast.unparse(each)}" for each in node.ifs
        )
    elif isinstance(node, (ast.If, ast.While)):
        text = f"if {ast.unparse(node.test)}:"
    elif isinstance(node, ast.IfExp):
        text = f"… if {ast.unparse(node.test)} else …"
    else:
        text = ast.unparse(node)
    return " ".join(text.split())[:110]
