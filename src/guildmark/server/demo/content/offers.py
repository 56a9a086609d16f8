"""Where and at what price the micro-credentials can be earned."""

# ruff: noqa: E501  # a table, one row a line
from __future__ import annotations

from guildmark.server.demo.content.model import Offer

OFFERS = (
    Offer(definition="loto", provider="harbor", price="180.00", currency="EUR", participation="workplace", language="en", place="At your workplace, Ireland"),
    Offer(definition="loto", provider="harbor", price="320.00", currency="EUR", participation="blended", language="en", place="Dock Road campus", starts_in_days=21, seats=12),
    Offer(definition="planned-maintenance", provider="harbor", price="150.00", currency="EUR", participation="workplace", language="en", place="At your workplace, Ireland"),
    Offer(definition="fault-finding", provider="harbor", price="240.00", currency="EUR", participation="workplace", language="en", place="At your workplace, Ireland"),
    Offer(definition="measuring", provider="harbor", price="95.00", currency="EUR", participation="onsite", language="en", place="Dock Road campus, measuring room", starts_in_days=10, seats=8),
    Offer(definition="mag-welding", provider="harbor", price="410.00", currency="EUR", participation="onsite", language="en", place="Dock Road campus, workshop 3", starts_in_days=35, seats=6),
    Offer(definition="movilizar", provider="alba", price="120.00", currency="EUR", participation="blended", language="es", place="Sevilla", starts_in_days=14, seats=16),
    Offer(definition="infecciones", provider="alba", price="0", currency="EUR", participation="online", language="es"),
    Offer(definition="distress", provider="alba", price="160.00", currency="EUR", participation="blended", language="en", place="Sevilla and online", starts_in_days=28, seats=14),
    Offer(definition="medication", provider="alba", price="140.00", currency="EUR", participation="workplace", language="en", place="Partner care homes"),
    Offer(definition="harm", provider="alba", price="0", currency="EUR", participation="online", language="en"),
    Offer(definition="cleaning", provider="northlight", price="60.00", currency="EUR", participation="online", language="en"),
    Offer(definition="sql-question", provider="northlight", price="190.00", currency="EUR", participation="online", language="en", starts_in_days=7, seats=40),
    Offer(definition="phishing", provider="northlight", price="0", currency="EUR", participation="online", language="en"),
    Offer(definition="accessible-page", provider="northlight", price=None, currency="EUR", participation="online", language="en"),
)  # fmt: skip
