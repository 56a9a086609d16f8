"""`recognize_issuer`: put an issuer on a list of recognised issuers, or take it off."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guildmark.server.base.errors import OperationError
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.server.verification.operations import recognize_issuer, withdraw_recognition


class Command(BaseCommand):
    """Keeps the lists that the verification page names when it says "recognised by"."""

    help = "Put an issuer on a list of recognised issuers, or take it off with --withdraw."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the issuer, its name, the list and --withdraw."""
        parser.add_argument("issuer", help="The issuer's id, such as did:web:college.example.")
        parser.add_argument("--name", default="", help="The issuer's name, for people.")
        parser.add_argument("--list", required=True, help="The list's name: who recognises it.")
        parser.add_argument("--list-url", default="", help="Where the list is explained.")
        parser.add_argument("--withdraw", action="store_true", help="Take the issuer off the list.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what was done."""
        issuer, list_name = options["issuer"], options["list"]
        try:
            if options["withdraw"]:
                withdraw_recognition(actor=SYSTEM, list_name=list_name, issuer_id=issuer)
                self.stdout.write(f"{issuer} is no longer on the list {list_name!r}.")
                return
            recognize_issuer(
                actor=SYSTEM,
                list_name=list_name,
                list_url=options["list_url"],
                issuer_id=issuer,
                name=options["name"] or issuer,
            )
        except OperationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{issuer} is on the list {list_name!r}.")
