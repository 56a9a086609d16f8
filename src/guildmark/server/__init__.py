"""The Django product: one folder per capability, each with its own README."""
