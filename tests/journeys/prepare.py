"""Fill an empty database for a journey; run in the environment of that installation.

`python -m tests.journeys.prepare stock|real|demo` prints what it made as one line of JSON.
`real` and `demo` go into copies of what `stock` filled.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from uuid import UUID

import django

PASSWORD = "correct-horse-battery"


def main(kind: str) -> int:
    """Make a real installation or a demo, small enough to be ready in seconds."""
    django.setup()
    from guildmark.server.base.scope import scoped

    with scoped(system=True):
        made = _KINDS[kind]()
    sys.stdout.write(json.dumps(made) + "\n")
    return 0


def _prepare_stock() -> dict[str, Any]:
    """The skill frameworks that the package ships; by far the longest part."""
    from guildmark.server.frameworks.operations import import_starters
    from guildmark.server.organizations.permissions import SYSTEM

    import_starters(actor=SYSTEM)
    return {}


def _prepare_real() -> dict[str, Any]:
    """Two providers with their people; the first has no key yet and nothing published."""
    from django.conf import settings

    from guildmark.server.accounts.operations import create_person
    from guildmark.server.base.operations import create_installation
    from guildmark.server.catalog import operations as catalog
    from guildmark.server.demo.content import DEFINITIONS
    from guildmark.server.keystore.operations import create_key
    from guildmark.server.organizations.operations import (
        OrganizationInput,
        create_organization,
        grant_role,
    )
    from guildmark.server.organizations.permissions import SYSTEM
    from guildmark.server.organizations.queries import actor_of

    create_installation(kind="real", origin=settings.PUBLIC_ORIGIN)
    made: dict[str, Any] = {}
    for slug, name in (("harbor", "Harbor Skills"), ("summit", "Summit Academy")):
        made[slug] = str(
            create_organization(
                actor=SYSTEM,
                slug=slug,
                data=OrganizationInput(
                    name=name,
                    kind="provider",
                    description="Short courses for people who work with their hands.",
                    url=f"https://{slug}.example",
                    email=f"office@{slug}.example",
                    countries=("DE",),
                ),
            )
        )
    for email, name, slug, role in (
        ("olga@harbor.example", "Olga Owner", "harbor", "owner"),
        ("ana@harbor.example", "Ana Author", "harbor", "author"),
        ("sam@harbor.example", "Sam Assessor", "harbor", "assessor"),
        ("iris@harbor.example", "Iris Issuer", "harbor", "issuer"),
        ("sofia@summit.example", "Sofia Owner", "summit", "owner"),
        ("adam@summit.example", "Adam Author", "summit", "author"),
        ("ada@summit.example", "Ada Assessor", "summit", "assessor"),
        ("lena@people.example", "Lena Learner", "", ""),
        ("rosa@people.example", "Rosa Uploader", "", ""),
        ("pia@people.example", "Pia Phone", "", ""),
        ("zoe@people.example", "Zoë Leaver", "", ""),
    ):
        person = create_person(email=email, name=name, password=PASSWORD, email_verified=True)
        if role:
            grant_role(
                actor=SYSTEM,
                organization_id=UUID(made[slug]),
                person_id=person.id,
                role=role,
            )
        made[email] = str(person.id)
    create_key(actor=SYSTEM, organization_id=UUID(made["summit"]))
    author = actor_of(UUID(made["adam@summit.example"]))
    source = DEFINITIONS[0].definition
    achievement = catalog.create_achievement(
        actor=author, organization_id=UUID(made["summit"]), title=str(source["title"])
    )
    catalog.save_draft(actor=author, achievement_id=achievement, definition=source)
    catalog.publish(actor=author, achievement_id=achievement)
    made["achievement"] = str(achievement)
    made["title"] = source["title"]
    return made


def _prepare_demo() -> dict[str, Any]:
    """The demo's own people and providers with one published definition, nothing handed in."""
    from django.conf import settings

    from guildmark.server.base.operations import create_installation
    from guildmark.server.demo.cast import Cast
    from guildmark.server.demo.content import DEFINITIONS, EMPLOYERS, PEOPLE, PROVIDERS
    from guildmark.server.demo.world import staff

    create_installation(kind="demo", origin=settings.PUBLIC_ORIGIN)
    cast = Cast()
    for organization in (*PROVIDERS, *EMPLOYERS):
        cast.make_organization(organization)
    for person in PEOPLE:
        cast.make_person(person)
    definition = next(each for each in DEFINITIONS if each.provider == "harbor")
    author = staff("harbor", "author")
    cast.define(definition, author=author)
    cast.publish(definition.key, author=author)
    return {"achievement": str(cast.achievements[definition.key])}


_KINDS = {"stock": _prepare_stock, "real": _prepare_real, "demo": _prepare_demo}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
