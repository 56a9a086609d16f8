"""Guildmark: micro-credentials people earn with real work, carry, and anybody can check."""

__version__ = "0.1.0"
