"""Write a framework's content: one import, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guildmark.server.audit.operations import record
from guildmark.server.base.errors import Finding, InvalidInput, NotPermitted
from guildmark.server.frameworks.events import FrameworkImported
from guildmark.server.frameworks.models import Framework, Skill
from guildmark.server.frameworks.queries import TEXT_SEARCH_CONFIGS
from guildmark.server.organizations.permissions import Actor
from guildmark.skills.frameworks import STARTERS, Parsed, SkillGraph, load_starter

# Rows in one statement: enough that round trips do not count, few enough to stay under 10 MB.
_BATCH = 2000
_NAMESPACE = uuid.UUID("6f3f5d1e-7d0a-5c0e-9a53-1f6f0f1f7a10")
_LABEL_LENGTH, _URI_LENGTH, _CODE_LENGTH = 500, 500, 100


class UnableToImportFramework(InvalidInput):
    """Some rows cannot be used; every one is among the findings, and nothing was written."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. `changed` is False when the same content was there already."""

    key: str
    name: str
    version: str
    nodes: int
    changed: bool
    left_out: int


def import_framework(
    *, actor: Actor, parsed: Parsed | SkillGraph, leave_out_bad_rows: bool = False
) -> ImportResult:
    """Store a framework version and make it the current one of its key.

    Running it again with the same content changes nothing and writes no audit record.

    Raises:
        NotPermitted: the actor neither runs this installation nor is the system.
        UnableToImportFramework: rows are bad and `leave_out_bad_rows` is not set, or none is
            left.
    """
    if not (actor.is_operator or actor.is_system):
        raise NotPermitted(_("Only an operator of this installation may import a framework."))
    if isinstance(parsed, SkillGraph):
        parsed = Parsed(parsed)
    graph = parsed.graph
    findings = [*_bad_rows(parsed), *_too_long(graph)]
    if findings and not leave_out_bad_rows:
        raise UnableToImportFramework(findings=findings)
    rows = {(row.uri, row.language): row for row in _rows(graph)}
    if not rows:
        problem = _("The framework holds no skill and no occupation.")
        remedy = _("Check that this is the file you meant.")
        raise UnableToImportFramework(findings=[Finding("file", problem, remedy)])
    with transaction.atomic():
        changed = _store(graph, rows, digest=_digest(graph, rows))
        if changed:
            fact = FrameworkImported(
                subject_id=framework_id(graph.framework.id, graph.framework.version),
                key=graph.framework.id,
                version=graph.framework.version,
                nodes=len(rows),
            )
            record(fact, actor=actor.actor_id)
    return ImportResult(
        key=graph.framework.id,
        name=graph.framework.name,
        version=graph.framework.version,
        nodes=len(rows),
        changed=changed,
        left_out=len(findings),
    )


def import_starters(*, actor: Actor) -> list[ImportResult]:
    """Store the frameworks that the package ships: ESCO's skills, O*NET's occupations.

    Raises:
        NotPermitted: the actor neither runs this installation nor is the system.
    """
    return [import_framework(actor=actor, parsed=load_starter(name)) for name in STARTERS]


def framework_id(key: str, version: str) -> uuid.UUID:
    """Return the id under which the audit log knows a framework version."""
    return uuid.uuid5(_NAMESPACE, f"{key}/{version}")


def _bad_rows(parsed: Parsed) -> list[Finding]:
    return [
        Finding(
            _("%(file)s, row %(row)d, column %(column)s")
            % {"file": bad.file, "row": bad.row, "column": bad.column},
            f"“{bad.value[:80]}” {bad.reason}.",
            bad.remedy,
        )
        for bad in parsed.bad_rows
    ]


def _too_long(graph: SkillGraph) -> list[Finding]:
    remedy = _("Shorten it.")
    found = []
    for skill in graph.skills.values():
        longest = max((len(label) for label in skill.labels.values()), default=0)
        if (
            longest > _LABEL_LENGTH
            or len(skill.uri) > _URI_LENGTH
            or len(skill.code) > _CODE_LENGTH
        ):
            problem = _("The label, identifier or code is too long (%(most)d characters fit).")
            found.append(Finding(skill.uri[:200], problem % {"most": _LABEL_LENGTH}, remedy))
    return found


def _rows(graph: SkillGraph) -> Iterator[Skill]:
    too_long = {finding.field for finding in _too_long(graph)}
    for node in graph.skills.values():
        if node.uri[:200] in too_long:
            continue
        for language, label in node.labels.items():
            yield Skill(
                uri=node.uri,
                code=node.code,
                kind=node.kind,
                language=language,
                label=label,
                aliases="\n".join(node.aliases.get(language, ())),
                description=node.descriptions.get(language, ""),
            )
    for job in graph.occupations.values():
        for language, title in job.titles.items():
            yield Skill(
                uri=job.uri,
                code=job.code,
                kind=Skill.Kind.OCCUPATION,
                language=language,
                label=title,
                aliases="\n".join(job.alternative_titles.get(language, ())),
                description=job.descriptions.get(language, ""),
            )


def _digest(graph: SkillGraph, rows: Mapping[tuple[str, str], Skill]) -> str:
    hashed = hashlib.sha256()
    framework = graph.framework
    head = [framework.name, framework.licence, framework.attribution, framework.url]
    hashed.update(json.dumps(head).encode())
    for key in sorted(rows):
        row = rows[key]
        line = [*key, row.code, row.kind, row.label, row.aliases, row.description]
        hashed.update(json.dumps(line).encode())
    return hashed.hexdigest()


def _store(graph: SkillGraph, rows: Mapping[tuple[str, str], Skill], *, digest: str) -> bool:
    given = graph.framework
    # One import of a key at a time: two at once would both try to be the current one.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"framework/{given.id}"])
    stored = Framework.objects.filter(key=given.id, version=given.version).first()
    if stored and stored.digest == digest and stored.is_current:
        return False
    Framework.objects.filter(key=given.id, is_current=True).update(is_current=False)
    framework, _created = Framework.objects.update_or_create(
        key=given.id,
        version=given.version,
        defaults={
            "name": given.name,
            "licence": given.licence,
            "attribution": given.attribution,
            "url": given.url,
            "digest": digest,
            "is_current": True,
            "imported_at": timezone.now(),
        },
    )
    gone = [
        id_
        for id_, uri, language in framework.skills.values_list("id", "uri", "language")
        if (uri, language) not in rows
    ]
    for start in range(0, len(gone), _BATCH):
        Skill.objects.filter(id__in=gone[start : start + _BATCH]).delete()
    ordered = list(rows.values())
    for start in range(0, len(ordered), _BATCH):
        _write(framework, ordered[start : start + _BATCH])
    return True


def _write(framework: Framework, rows: Sequence[Skill]) -> None:
    # One statement per batch with its search vectors: twice as fast as rows first and vectors
    # after. Whole words ('simple') carry the prefix search, stems the rest; a long ESCO description
    # must not outweigh a name, so it gets weight D.
    configs = " ".join("WHEN %s THEN %s::regconfig" for _language in TEXT_SEARCH_CONFIGS)
    # S608: `configs` is made of fixed words only.
    statement = f"""
        INSERT INTO frameworks_skill
            (framework_id, uri, language, code, kind, label, aliases, description, search)
        SELECT %s, uri, language, code, kind, label, aliases, description,
            setweight(to_tsvector('simple', label || ' ' || code), 'A')
            || setweight(to_tsvector('simple', aliases), 'B')
            || setweight(to_tsvector(config, label), 'A')
            || setweight(to_tsvector(config, aliases), 'B')
            || setweight(to_tsvector(config, description), 'D')
        FROM (
            SELECT given.*, CASE split_part(language, '-', 1) {configs}
                            ELSE 'simple'::regconfig END AS config
            FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                        %s::text[])
                AS given (uri, language, code, kind, label, aliases, description)
        ) AS rows
        ON CONFLICT (framework_id, uri, language) DO UPDATE SET
            code = excluded.code, kind = excluded.kind, label = excluded.label,
            aliases = excluded.aliases, description = excluded.description,
            search = excluded.search
    """  # noqa: S608
    fields = ("uri", "language", "code", "kind", "label", "aliases", "description")
    columns = [[str(getattr(row, field)) for row in rows] for field in fields]
    languages = [value for pair in TEXT_SEARCH_CONFIGS.items() for value in pair]
    with connection.cursor() as cursor:
        cursor.execute(statement, [framework.pk, *languages, *columns])
