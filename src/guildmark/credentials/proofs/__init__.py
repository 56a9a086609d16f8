"""Securing suites, one module each, named by its spec id. So far: ``eddsa_rdfc_2022``."""

from __future__ import annotations

from guildmark.credentials.proofs import eddsa_rdfc_2022

__all__ = ["eddsa_rdfc_2022"]
