"""Three providers in three countries, and an employer. All of them invented."""

# ruff: noqa: E501  # sentences are easier to read and to translate in one piece
from __future__ import annotations

from guildmark.server.demo.content.model import Organization

PROVIDERS = (
    Organization(
        key="harbor",
        kind="provider",
        name="Harbor Technical College",
        description=(
            "A technical college by the docks. Short, workplace-based credentials for people who keep "
            "machines running, marked by people who did it for a living."
        ),
        url="https://harbor.example",
        email="credentials@harbor.example",
        countries=("IE",),
    ),
    Organization(
        key="alba",
        kind="provider",
        name="Centro Alba de Cuidados",
        description=(
            "Centro de formación en cuidados a personas mayores y dependientes. We teach in Spanish and "
            "in English, always with a care home as partner."
        ),
        url="https://alba.example",
        email="credenciales@alba.example",
        countries=("ES",),
        language="es",
    ),
    Organization(
        key="northlight",
        kind="provider",
        name="Northlight Digital Skills",
        description=(
            "Digital skills for people who are not developers, and some for those who are. Everything "
            "online, everything assessed on real work."
        ),
        url="https://northlight.example",
        email="awards@northlight.example",
        countries=("EE", "FI"),
    ),
)

EMPLOYERS = (
    Organization(
        key="meridian",
        kind="employer",
        name="Meridian Packaging Works",
        description="Makes cardboard packaging on four lines with 240 people, and hires by shown skill.",
        url="https://meridian.example",
        email="people@meridian.example",
        countries=("IE",),
    ),
)
