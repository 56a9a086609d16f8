"""Skill frameworks as tables: import, versions, search."""
