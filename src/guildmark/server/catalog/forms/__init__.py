"""Forms of the author's pages: inputs named by their path in the definition."""

from __future__ import annotations

from guildmark.server.catalog.forms.filters import CatalogueFilters
from guildmark.server.catalog.forms.offer import OfferForm
from guildmark.server.catalog.forms.steps import STEPS, Step, StepForms, step_by_slug

__all__ = ["STEPS", "CatalogueFilters", "OfferForm", "Step", "StepForms", "step_by_slug"]
