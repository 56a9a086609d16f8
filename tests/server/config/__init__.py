"""Tests of guildmark.server.config."""
