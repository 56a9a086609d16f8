"""Employers: role profiles and what the catalogue shows for them."""
