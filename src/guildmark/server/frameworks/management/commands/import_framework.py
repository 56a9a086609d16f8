"""Import a skill framework from files, or the ones the package ships.

import_framework starter
import_framework ESCO_classification_en.zip ESCO_relations.zip --release v1.2.0
import_framework skills.csv --key house --name "House skills" --release 2026
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guildmark.server.frameworks.operations import (
    ImportResult,
    UnableToImportFramework,
    import_framework,
    import_starters,
)
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.skills.frameworks import (
    Framework,
    Parsed,
    SkillsError,
    parse_framework,
    read_archive,
)

_MAX_SHOWN = 20


class Command(BaseCommand):
    """Import ESCO, O*NET or a local framework; running it twice changes nothing."""

    help = "Import a skill framework: “starter”, or the files of ESCO, O*NET or one of your own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("source", nargs="+", help="starter, or files and folders")
        parser.add_argument(
            "--release", default="1", help="version of the framework, such as v1.2.0"
        )
        parser.add_argument("--key", default="local", help="short name of a local framework")
        parser.add_argument("--name", default="", help="name of a local framework")
        parser.add_argument("--licence", default="")
        parser.add_argument("--attribution", default="")
        parser.add_argument(
            "--leave-out-bad-rows",
            action="store_true",
            help="import the rows that can be read",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, store, and say what happened."""
        sources: list[str] = options["source"]
        if sources == ["starter"]:
            for result in import_starters(actor=SYSTEM):
                self._report(result)
            return
        framework = Framework(
            id=options["key"],
            name=options["name"] or options["key"],
            version=options["release"],
            licence=options["licence"],
            attribution=options["attribution"],
        )
        try:
            parsed = parse_framework(_read(sources), framework=framework)
        except (SkillsError, OSError) as error:
            raise CommandError(str(error)) from error
        self._store(parsed, leave_out=options["leave_out_bad_rows"])

    def _store(self, parsed: Parsed, *, leave_out: bool) -> None:
        try:
            result = import_framework(actor=SYSTEM, parsed=parsed, leave_out_bad_rows=leave_out)
        except UnableToImportFramework as error:
            for finding in error.findings[:_MAX_SHOWN]:
                self.stderr.write(f"{finding.field}: {finding.problem} {finding.remedy}")
            raise CommandError(
                _("%(count)d values cannot be used; nothing was imported.")
                % {"count": len(error.findings)}
            ) from error
        self._report(result)

    def _report(self, result: ImportResult) -> None:
        words = {"name": f"{result.name} {result.version}", "nodes": result.nodes}
        if result.changed:
            self.stdout.write(_("%(name)s: %(nodes)d entries imported.") % words)
        else:
            self.stdout.write(_("%(name)s: already there, nothing changed.") % words)
        if result.left_out:
            self.stdout.write(_("%(count)d values left out.") % {"count": result.left_out})


def _read(sources: list[str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for source in sources:
        path = Path(source)
        for each in sorted(path.iterdir()) if path.is_dir() else [path]:
            if each.suffix == ".zip" and len(sources) > 1:
                files |= read_archive(each.read_bytes(), file=each.name)
            else:
                files[each.name] = each.read_bytes()
    return files
