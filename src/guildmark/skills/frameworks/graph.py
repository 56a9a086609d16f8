"""Skills and occupations of one framework with the relations between them.

>>> graph.skill("http://data.europa.eu/esco/skill/…").label()
'ensure equipment availability'

A relation is read "source *kind* target": a skill has a broader skill, an occupation has an
essential skill. ``related`` is stored in the direction given and read in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal, get_args

from guildmark.skills.errors import BadRow, BadRows, UnknownSkill
from guildmark.skills.frameworks.skill import Framework, Occupation, Skill

__all__ = ["RELATIONS", "Parsed", "Relation", "RelationKind", "SkillGraph"]

RelationKind = Literal["broader", "related", "essential", "optional"]
RELATIONS: tuple[RelationKind, ...] = get_args(RelationKind)


@dataclass(frozen=True, slots=True)
class Relation:
    """``source`` has ``target`` as its broader, related, essential or optional node."""

    source: str
    kind: RelationKind
    target: str


@dataclass(frozen=True)
class SkillGraph:
    """One framework in memory. Nodes are found by URI in constant time."""

    framework: Framework
    skills: Mapping[str, Skill]
    occupations: Mapping[str, Occupation]
    relations: tuple[Relation, ...] = ()

    @classmethod
    def build(
        cls,
        framework: Framework,
        *,
        skills: Iterable[Skill] = (),
        occupations: Iterable[Occupation] = (),
        relations: Iterable[Relation] = (),
    ) -> SkillGraph:
        """Put nodes and relations together; relations to unknown nodes are left out.

        A later node with the same URI wins. (A subset of a framework is a framework: ESCO's
        collections name broader groups that are not in the same file.)
        """
        by_uri = {skill.uri: skill for skill in skills}
        jobs = {occupation.uri: occupation for occupation in occupations}
        kept = dict.fromkeys(
            relation
            for relation in relations
            if (relation.source in by_uri or relation.source in jobs)
            and (relation.target in by_uri or relation.target in jobs)
            and relation.source != relation.target
        )
        return cls(framework, MappingProxyType(by_uri), MappingProxyType(jobs), tuple(kept))

    def skill(self, uri: str) -> Skill:
        """Return one skill.

        Raises:
            UnknownSkill: the framework has no such skill.
        """
        try:
            return self.skills[uri]
        except KeyError:
            raise UnknownSkill(uri) from None

    def occupation(self, uri: str) -> Occupation:
        """Return one occupation.

        Raises:
            UnknownSkill: the framework has no such occupation.
        """
        try:
            return self.occupations[uri]
        except KeyError:
            raise UnknownSkill(uri) from None

    def targets(self, uri: str, kind: RelationKind) -> tuple[str, ...]:
        """Return the URIs that ``uri`` names as its ``kind``, in file order."""
        return self._outgoing.get((uri, kind), ())

    def sources(self, uri: str, kind: RelationKind) -> tuple[str, ...]:
        """Return the URIs that name ``uri`` as their ``kind`` (so: its narrower nodes)."""
        return self._incoming.get((uri, kind), ())

    def ancestors(self, uri: str) -> Iterator[str]:
        """Walk the broader nodes, nearest first, each once; a cycle in the data ends the walk."""
        seen, waiting = {uri}, list(self.targets(uri, "broader"))
        while waiting:
            node = waiting.pop(0)
            if node not in seen:
                seen.add(node)
                yield node
                waiting.extend(self.targets(node, "broader"))

    @cached_property
    def _outgoing(self) -> dict[tuple[str, RelationKind], tuple[str, ...]]:
        return _index((r.source, r.kind, r.target) for r in self.relations)

    @cached_property
    def _incoming(self) -> dict[tuple[str, RelationKind], tuple[str, ...]]:
        return _index((r.target, r.kind, r.source) for r in self.relations)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser found: the graph of the good rows, and every bad one by name."""

    graph: SkillGraph
    bad_rows: tuple[BadRow, ...] = ()

    def strict(self) -> SkillGraph:
        """Return the graph.

        Raises:
            BadRows: if any row was bad.
        """
        if self.bad_rows:
            raise BadRows(self.bad_rows)
        return self.graph


def _index(
    edges: Iterable[tuple[str, RelationKind, str]],
) -> dict[tuple[str, RelationKind], tuple[str, ...]]:
    found: defaultdict[tuple[str, RelationKind], list[str]] = defaultdict(list)
    for node, kind, other in edges:
        found[node, kind].append(other)
    return {key: tuple(others) for key, others in found.items()}
